CREATE TABLE segments (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  name       text NOT NULL,
  -- Never changed: a campaign that is planned goes on with what it began with.
  condition  text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX segments_account ON segments (account_id, id);

ALTER TABLE campaigns
  ALTER COLUMN audience_id DROP NOT NULL,
  ADD COLUMN segment_id uuid REFERENCES segments,
  ADD CONSTRAINT campaigns_one_source CHECK (num_nonnulls(audience_id, segment_id) = 1);

-- The keyset by which a segment's contacts are found.
CREATE INDEX contacts_account ON contacts (account_id, id) WHERE erased_at IS NULL;

-- How far a campaign over a segment has been planned.
CREATE TABLE segment_plans (
  campaign_id uuid PRIMARY KEY REFERENCES campaigns,
  -- The last contact that was looked at, matching or not.
  after       uuid NOT NULL
);
