CREATE TABLE campaigns (
  id                uuid PRIMARY KEY,
  account_id        uuid NOT NULL REFERENCES accounts,
  name              text NOT NULL,
  channel_id        uuid NOT NULL REFERENCES channels,
  audience_id       uuid NOT NULL REFERENCES audiences,
  template_name     text NOT NULL,
  template_language text NOT NULL,
  category          text NOT NULL,
  -- {"1": "{{name}}", …}: how each template variable is made from a recipient.
  variables         jsonb NOT NULL DEFAULT '{}',
  start_at          timestamptz,
  timezone          text NOT NULL,
  start_by          timestamptz,
  misfire           text NOT NULL CHECK (misfire IN ('skip', 'send')),
  tracking          text NOT NULL CHECK (tracking IN ('message-workflow', 'ledger')),
  -- Seconds from acceptance until a message without a delivery counts as expired.
  message_ttl       bigint NOT NULL,
  -- Seconds a lost answer waits for its webhook.
  unknown_deadline  bigint NOT NULL,
  status            text NOT NULL,
  status_reason     text,
  created_at        timestamptz NOT NULL,
  launched_at       timestamptz,
  started_at        timestamptz,
  closed_at         timestamptz,
  updated_at        timestamptz NOT NULL
);
CREATE INDEX campaigns_account ON campaigns (account_id, id);
CREATE INDEX campaigns_channel ON campaigns (channel_id, launched_at);

-- Counts by metric, so that a report never counts messages. Each is split over shards, one a backend, so that writers
-- of one campaign do not queue on one row; a reader adds the shards.
CREATE TABLE campaign_counters (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  metric      text NOT NULL,
  shard       smallint NOT NULL,
  n           bigint NOT NULL,
  PRIMARY KEY (campaign_id, metric, shard)
) WITH (fillfactor = 50);

CREATE FUNCTION add_to_campaign_counter(campaign uuid, counter text, delta bigint) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO campaign_counters AS c (campaign_id, metric, shard, n)
  VALUES (campaign, counter, pg_backend_pid() % 64, delta)
  ON CONFLICT (campaign_id, metric, shard) DO UPDATE SET n = c.n + excluded.n
$$;
