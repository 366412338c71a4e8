-- What an account has decided about when and how often its people get marketing. No row: nothing.
CREATE TABLE account_rules (
  account_id     uuid PRIMARY KEY REFERENCES accounts,
  -- {"default": {"from": "21:00", "to": "08:00"}, "countries": {"FR": {"from": "20:00", "to": "10:00"}}}; NULL: none.
  quiet_hours    jsonb,
  quiet_hours_at timestamptz
);

ALTER TABLE campaigns
  ADD COLUMN quiet_from time,
  ADD COLUMN quiet_to time,
  -- Whose clock they are read by.
  ADD COLUMN quiet_zone text CHECK (quiet_zone IN ('recipient', 'campaign')),
  ADD CONSTRAINT campaigns_quiet_hours CHECK (num_nulls(quiet_from, quiet_to, quiet_zone) IN (0, 3));
