-- Journeys tried out: what was asked, then nothing but the report.
CREATE TABLE dry_runs (
  id          uuid PRIMARY KEY,
  campaign_id uuid NOT NULL REFERENCES campaigns,
  asked       jsonb NOT NULL,
  status      text NOT NULL CHECK (status IN ('asked', 'done', 'failed')),
  -- Until when a worker has it to itself; NULL while none has.
  leased_to   timestamptz,
  tries       integer NOT NULL DEFAULT 0,
  report      jsonb,
  error       text,
  created_at  timestamptz NOT NULL,
  ended_at    timestamptz
);
CREATE INDEX dry_runs_asked ON dry_runs (created_at) WHERE status = 'asked';
-- At most one of a campaign.
CREATE UNIQUE INDEX dry_runs_open ON dry_runs (campaign_id) WHERE status = 'asked';
CREATE INDEX dry_runs_campaign ON dry_runs (campaign_id, created_at);
