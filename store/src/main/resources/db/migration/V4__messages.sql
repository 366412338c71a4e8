CREATE TABLE messages (
  id                uuid PRIMARY KEY,
  campaign_id       uuid NOT NULL REFERENCES campaigns,
  -- The step of a journey; a campaign of one step has the step 'send'.
  step              text NOT NULL DEFAULT 'send',
  -- 0, 1, 2, … within the campaign: the cursor of its batches.
  ordinal           bigint NOT NULL,
  contact_id        uuid NOT NULL REFERENCES contacts,
  channel_id        uuid NOT NULL REFERENCES channels,
  recipient_number  text NOT NULL,
  message_type      text NOT NULL,
  template_name     text NOT NULL,
  template_language text NOT NULL,
  -- The template's variables as rendered at plan time: later edits of the contact change nothing.
  variables         jsonb NOT NULL DEFAULT '{}',
  status            text NOT NULL,
  skip_reason       text,
  -- Why a queued message waits (paused, a rate limit); NULL when it does not.
  hold_reason       text,
  -- The route Meta took it by, else of the latest attempt.
  route             text CHECK (route IN ('marketing_messages', 'cloud')),
  -- Whether it went to Cloud after MM refused it.
  fell_back         boolean NOT NULL DEFAULT false,
  wamid             text,
  conversation_id   text,
  pricing_category  text,
  pricing_type      text,
  billable          boolean,
  cost              numeric(10, 4),
  cost_currency     text,
  error_code        integer,
  error_title       text,
  error_details     text,
  created_at        timestamptz NOT NULL,
  accepted_at       timestamptz,
  sent_at           timestamptz,
  delivered_at      timestamptz,
  read_at           timestamptz,
  clicked_at        timestamptz,
  replied_at        timestamptz,
  failed_at         timestamptz,
  updated_at        timestamptz NOT NULL,
  UNIQUE (campaign_id, step, contact_id),
  UNIQUE (campaign_id, ordinal)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX messages_wamid ON messages (wamid) WHERE wamid IS NOT NULL;
CREATE INDEX messages_queued ON messages (campaign_id, ordinal) WHERE status = 'queued';
-- Messages whose workflows wait for a resume or a cancel.
CREATE INDEX messages_held ON messages (campaign_id, ordinal) WHERE hold_reason IS NOT NULL;
-- The rare statuses people ask for; the common ones are found soon by paging through the campaign.
CREATE INDEX messages_trouble ON messages (campaign_id, status, ordinal)
  WHERE status IN ('failed', 'skipped', 'unknown', 'expired', 'canceled');

-- One row a call to Meta, claimed (committed) before the call. The id is the biz_opaque_callback_data of the call.
CREATE TABLE attempts (
  id            uuid PRIMARY KEY,
  message_id    uuid NOT NULL REFERENCES messages,
  campaign_id   uuid NOT NULL REFERENCES campaigns,
  route         text NOT NULL CHECK (route IN ('marketing_messages', 'cloud')),
  round         integer NOT NULL,
  number        integer NOT NULL,
  started_at    timestamptz NOT NULL,
  finished_at   timestamptz,
  -- NULL while the call is in flight.
  outcome       text CHECK (outcome IN ('accepted', 'refused', 'retryable', 'rate_limited', 'rejected', 'unknown')),
  http_status   integer,
  error_code    integer,
  error_title   text,
  error_details text,
  wamid         text,
  -- Two workers that believe to hold the same try cannot both claim it.
  UNIQUE (message_id, round, route, number)
);
CREATE INDEX attempts_in_flight ON attempts (campaign_id, started_at) WHERE outcome IS NULL;
CREATE INDEX attempts_wamid ON attempts (wamid) WHERE wamid IS NOT NULL;

-- Keeps campaign_counters true whoever writes messages, one statement at a time.
CREATE FUNCTION count_new_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_to_campaign_counter(campaign_id, metric, count(*))
  FROM (
    SELECT campaign_id, unnest(ARRAY['planned', status, status || ':' || skip_reason]) AS metric FROM added
  ) AS counted
  WHERE metric IS NOT NULL
  GROUP BY campaign_id, metric
  ORDER BY campaign_id, metric;
  RETURN NULL;
END $$;

CREATE TRIGGER messages_added AFTER INSERT ON messages
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_new_messages();

CREATE FUNCTION count_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_to_campaign_counter(campaign_id, metric, sum(sign))
  FROM (
    SELECT campaign_id, sign, unnest(ARRAY[
      status,
      CASE status WHEN 'skipped' THEN 'skipped:' || skip_reason WHEN 'failed' THEN 'failed:' || error_code END,
      CASE WHEN accepted_at IS NOT NULL THEN 'route:' || route END,
      CASE WHEN accepted_at IS NOT NULL THEN 'reached:accepted' END,
      CASE WHEN sent_at IS NOT NULL THEN 'reached:sent' END,
      CASE WHEN delivered_at IS NOT NULL THEN 'reached:delivered' END,
      CASE WHEN read_at IS NOT NULL THEN 'reached:read' END,
      CASE WHEN clicked_at IS NOT NULL THEN 'clicked' END,
      CASE WHEN replied_at IS NOT NULL THEN 'replied' END,
      CASE WHEN fell_back THEN 'fallbacks' END]) AS metric
    FROM (SELECT 1 AS sign, * FROM after_change UNION ALL SELECT -1, * FROM before_change) AS both_sides
  ) AS counted
  WHERE metric IS NOT NULL
  GROUP BY campaign_id, metric
  HAVING sum(sign) <> 0
  ORDER BY campaign_id, metric;
  RETURN NULL;
END $$;

CREATE TRIGGER messages_changed AFTER UPDATE ON messages
  REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed_messages();
