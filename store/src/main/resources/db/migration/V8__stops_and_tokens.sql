-- What Meta will refuse every further message of a channel, WABA or template for, until its cause is gone. While a row
-- is open (cleared_at IS NULL) no claim is granted there.
CREATE TABLE stops (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  -- The channel that met it, whose workflow looks after it.
  channel_id uuid NOT NULL REFERENCES channels,
  scope      text NOT NULL CHECK (scope IN ('channel', 'waba', 'template')),
  -- The channel's id; the WABA's id; waba/name/language. Within the account: an account may name another's WABA.
  scope_key  text NOT NULL,
  -- Where to look whether it is gone.
  cause      text NOT NULL CHECK (cause IN ('number', 'waba', 'token', 'template')),
  code       integer NOT NULL,
  reason     text NOT NULL,
  remedy     text NOT NULL,
  since      timestamptz NOT NULL,
  cleared_at timestamptz,
  cleared_by text,
  -- Whether the channel's workflow was told of the row as it stands.
  told       boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX stops_open ON stops (account_id, scope, scope_key, code) WHERE cleared_at IS NULL;
CREATE INDEX stops_of_channel ON stops (channel_id) WHERE cleared_at IS NULL;
CREATE INDEX stops_untold ON stops (since) WHERE NOT told;

ALTER TABLE channels
  -- Set where an operator has said the throughput; else it follows what Meta says.
  ADD COLUMN throughput_configured boolean NOT NULL DEFAULT false,
  -- NULL: not known yet, or never.
  ADD COLUMN token_expires_at timestamptz,
  ADD COLUMN synced_at timestamptz,
  -- Whether the channel's workflow was told of the settings as they stand.
  ADD COLUMN told boolean NOT NULL DEFAULT false;
-- Before this column an operator's word could not be told from the default, except by its value.
UPDATE channels SET throughput_configured = true WHERE throughput <> 80;
CREATE INDEX channels_untold ON channels (id) WHERE NOT told;

ALTER TABLE campaigns ADD COLUMN fallback_channel_ids uuid[] NOT NULL DEFAULT '{}';
CREATE INDEX campaigns_under_way ON campaigns (account_id) WHERE status IN ('running', 'paused');

-- Through which channel a contact was reached, and when last: who knows one number keeps it.
CREATE TABLE contact_channels (
  contact_id uuid NOT NULL REFERENCES contacts,
  channel_id uuid NOT NULL REFERENCES channels,
  at         timestamptz NOT NULL,
  PRIMARY KEY (contact_id, channel_id)
) WITH (fillfactor = 80);

-- The channels a campaign may send through, in order, each with the stop that forbids it (NULL: none). A stop of the
-- template comes first: it is the one that no other number helps against.
CREATE VIEW campaign_lines AS
SELECT c.id AS campaign_id, c.account_id, c.status, f.position, h.id AS channel_id,
       h.mm_enabled AND h.routing = 'auto' AS marketing_messages,
       s.id AS stop_id, s.scope, s.code, s.reason, s.remedy
FROM campaigns c
CROSS JOIN LATERAL unnest(c.channel_id || c.fallback_channel_ids) WITH ORDINALITY AS f (channel_id, position)
JOIN channels h ON h.id = f.channel_id
LEFT JOIN LATERAL (
  SELECT * FROM stops o
  WHERE o.cleared_at IS NULL AND o.account_id = c.account_id
    AND ((o.scope = 'channel' AND o.scope_key = h.id::text)
      OR (o.scope = 'waba' AND o.scope_key = h.waba_id)
      OR (o.scope = 'template'
        AND o.scope_key = h.waba_id || '/' || c.template_name || '/' || c.template_language))
  ORDER BY o.scope = 'template' DESC, o.since, o.id
  LIMIT 1) AS s ON true;

ALTER TABLE attempts DROP CONSTRAINT attempts_outcome_check;
ALTER TABLE attempts ADD CONSTRAINT attempts_outcome_check CHECK (outcome IN
  ('accepted', 'refused', 'retryable', 'rate_limited', 'later', 'rejected', 'stopped', 'unknown', 'failed'));
