-- When a queued message may be looked at again by a lane of tracking 'ledger', whose messages have no
-- workflow to wait in; NULL is at once.
ALTER TABLE messages ADD COLUMN IF NOT EXISTS due_at timestamptz;
