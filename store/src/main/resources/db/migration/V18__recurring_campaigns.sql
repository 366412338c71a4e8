-- Campaigns that come again and again. When they do is kept by a Temporal Schedule, recurring/<id>, made from the row.
CREATE TABLE recurring_campaigns (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  -- The campaign as it was asked for, for whoever reads or edits it.
  request    jsonb NOT NULL,
  -- What was made of it: each campaign begins as a copy.
  definition jsonb NOT NULL,
  -- {"cron": …} or {"weekdays": […], "time": …}.
  every      jsonb NOT NULL,
  timezone   text NOT NULL,
  overlap    text NOT NULL CHECK (overlap IN ('skip', 'buffer_one', 'allow')),
  -- Seconds: how late a start that nobody made is made up for; how long after its time one may start, and when it ends.
  catch_up   bigint NOT NULL,
  start_by   bigint,
  end_after  bigint,
  paused     boolean NOT NULL,
  -- Rises with each change; Temporal has confirmed that its schedule follows this one.
  version    bigint NOT NULL,
  confirmed  boolean NOT NULL,
  -- Temporal has confirmed one of them. Before, nothing comes of it: whoever asked for it may have got no answer, and asks again.
  begun      boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz
);
CREATE INDEX recurring_campaigns_account ON recurring_campaigns (account_id, id) WHERE deleted_at IS NULL;

-- The campaigns that came of it. Where the clocks go back, an hour comes twice, and Temporal starts a second time: known by
-- the local time, in the zone that was the campaign's then.
CREATE TABLE recurring_runs (
  recurring_id uuid NOT NULL REFERENCES recurring_campaigns,
  scheduled_at timestamptz NOT NULL,
  local_time   timestamp NOT NULL,
  timezone     text NOT NULL,
  campaign_id  uuid NOT NULL UNIQUE REFERENCES campaigns,
  PRIMARY KEY (recurring_id, scheduled_at)
);
