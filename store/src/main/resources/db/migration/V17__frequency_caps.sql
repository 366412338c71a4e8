ALTER TABLE account_rules
  -- [{"messages": 2, "seconds": 86400}]: of marketing, to one contact, over all campaigns; NULL: none.
  ADD COLUMN frequency_caps jsonb,
  ADD COLUMN frequency_caps_at timestamptz;

-- Where caps let only some through, a campaign leaves room for those with a higher one.
ALTER TABLE campaigns ADD COLUMN priority smallint NOT NULL DEFAULT 50 CHECK (priority BETWEEN 0 AND 100);

-- The marketing that was claimed of late for a contact whose account has caps. Its row is locked by each claim, so that two
-- campaigns take turns. It holds no less than what counts: what Meta has not taken leaves when somebody needs the room.
CREATE TABLE contact_frequency (
  contact_id uuid PRIMARY KEY REFERENCES contacts,
  messages   uuid[] NOT NULL DEFAULT '{}',
  -- When each of them was claimed last.
  claimed_at timestamptz[] NOT NULL DEFAULT '{}'
) WITH (fillfactor = 70);
