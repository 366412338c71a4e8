-- Messages of the gateway belong to no campaign: their account is their channel's. NOT VALID: what was there keeps to it.
ALTER TABLE messages
  ALTER COLUMN campaign_id DROP NOT NULL,
  ALTER COLUMN ordinal DROP NOT NULL,
  -- NULL: Meta's name for the person is all that the client gave, and no webhook has told the number behind it.
  ALTER COLUMN contact_id DROP NOT NULL,
  -- NULL: no template.
  ALTER COLUMN template_name DROP NOT NULL,
  ALTER COLUMN template_language DROP NOT NULL,
  -- Of a template of the gateway, as it was known before the call; NULL: not known. A campaign has its own.
  ADD COLUMN template_category text,
  -- Whom else the client's "to" may stand for: without a plus sign it is one of two numbers. With the BSUID beside it.
  ADD COLUMN also_recipients text[],
  ADD CONSTRAINT messages_of_campaign_or_gateway CHECK (CASE WHEN campaign_id IS NULL
    THEN step = 'gateway' AND ordinal IS NULL
    ELSE num_nulls(ordinal, contact_id, template_name, template_language) = 0 END) NOT VALID;

ALTER TABLE attempts ALTER COLUMN campaign_id DROP NOT NULL;

-- The gateway's messages, the latest first.
CREATE INDEX messages_gateway ON messages (channel_id, created_at, id) WHERE campaign_id IS NULL;
CREATE INDEX messages_gateway_trouble ON messages (channel_id, status, created_at, id)
  WHERE campaign_id IS NULL AND status IN ('queued', 'failed', 'unknown');
-- Who is known by a BSUID alone is erased by it.
CREATE INDEX messages_without_contact ON messages (recipient_number) WHERE contact_id IS NULL;
-- And from messages to somebody else.
CREATE INDEX messages_also ON messages USING gin (also_recipients) WHERE also_recipients IS NOT NULL;

-- Requests to the gateway with an Idempotency-Key, each with its message, and the answer once there is one.
CREATE TABLE gateway_requests (
  account_id   uuid NOT NULL,
  -- SHA-256: a client may make its keys of what names a person.
  key_hash     bytea NOT NULL,
  request_hash bytea NOT NULL,
  -- No foreign key: the row is there before its message, so that only one of two requests goes on.
  message_id   uuid NOT NULL,
  -- NULL while the call is under way, and for good where nobody lived to tell of it.
  status       integer,
  content_type text,
  -- A Tink ciphertext, bound to the message's id and the column's name: Meta's answer names the person.
  body         bytea,
  route        text,
  attempts     integer,
  -- The person was erased, and the answer with them.
  erased       boolean NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (account_id, key_hash)
);
CREATE UNIQUE INDEX gateway_requests_message ON gateway_requests (message_id);
CREATE INDEX gateway_requests_age ON gateway_requests (created_at);

-- As before, but for campaigns alone.
CREATE OR REPLACE FUNCTION count_new_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The gateway's come singly, and somebody waits for them.
  IF NOT EXISTS (SELECT FROM added WHERE campaign_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM add_to_campaign_counter(campaign_id, metric, count(*))
  FROM (
    SELECT campaign_id, unnest(ARRAY['planned', status, status || ':' || skip_reason]) AS metric FROM added
    WHERE campaign_id IS NOT NULL
  ) AS counted
  WHERE metric IS NOT NULL
  GROUP BY campaign_id, metric
  ORDER BY campaign_id, metric;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM after_change WHERE campaign_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
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
    WHERE campaign_id IS NOT NULL
  ) AS counted
  WHERE metric IS NOT NULL
  GROUP BY campaign_id, metric
  HAVING sum(sign) <> 0
  ORDER BY campaign_id, metric;
  RETURN NULL;
END $$;

DROP TRIGGER messages_resent ON messages;
CREATE TRIGGER messages_resent AFTER UPDATE OF resent ON messages
  FOR EACH ROW WHEN (NEW.resent AND NOT OLD.resent AND NEW.campaign_id IS NOT NULL)
  EXECUTE FUNCTION count_resent_message();

DROP TRIGGER messages_priced ON messages;
CREATE TRIGGER messages_priced AFTER UPDATE OF cost ON messages
  FOR EACH ROW WHEN (NEW.campaign_id IS NOT NULL
    AND (OLD.cost, OLD.cost_currency, OLD.saved) IS DISTINCT FROM (NEW.cost, NEW.cost_currency, NEW.saved))
  EXECUTE FUNCTION count_message_cost();

-- As in V13, but of the gateway's messages too: their campaign_id is null, in so many letters.
CREATE OR REPLACE FUNCTION announce_message() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account uuid;
BEGIN
  -- Nearly empty, and empty in most deployments: looked at first.
  IF NOT EXISTS (SELECT FROM subscriptions WHERE status = 'active') THEN
    RETURN NULL;
  END IF;
  IF NEW.campaign_id IS NULL THEN
    SELECT account_id INTO account FROM channels WHERE id = NEW.channel_id;
  ELSE
    SELECT account_id INTO account FROM campaigns WHERE id = NEW.campaign_id;
  END IF;
  IF NOT EXISTS (SELECT FROM subscriptions WHERE account_id = account AND status = 'active') THEN
    RETURN NULL;
  END IF;
  -- Materialized, so that an event has one id, not one a subscription.
  WITH told AS MATERIALIZED (
    SELECT e.place, e.step, e.at, gen_random_uuid() AS event_id
    FROM (VALUES
      (1, 'accepted', CASE WHEN OLD.accepted_at IS NULL THEN NEW.accepted_at END),
      (2, 'sent', CASE WHEN OLD.sent_at IS NULL THEN NEW.sent_at END),
      (3, 'delivered', CASE WHEN OLD.delivered_at IS NULL THEN NEW.delivered_at END),
      (4, 'read', CASE WHEN OLD.read_at IS NULL THEN NEW.read_at END),
      (5, 'clicked', CASE WHEN OLD.clicked_at IS NULL THEN NEW.clicked_at END),
      (6, 'replied', CASE WHEN OLD.replied_at IS NULL THEN NEW.replied_at END),
      (7, NEW.status, CASE
        WHEN NEW.status IN ('failed', 'skipped', 'unknown', 'expired', 'canceled')
          AND OLD.status IS DISTINCT FROM NEW.status
        THEN CASE NEW.status WHEN 'failed' THEN COALESCE(NEW.failed_at, NEW.updated_at) ELSE NEW.updated_at END END)
    ) AS e (place, step, at)
    WHERE e.at IS NOT NULL)
  INSERT INTO deliveries (subscription_id, event_id, type, occurred_at, data, due_at, created_at)
  SELECT s.id, e.event_id, 'message.' || e.step, e.at,
    jsonb_strip_nulls(jsonb_build_object(
      'message_id', NEW.id, 'contact_id', NEW.contact_id,
      'channel_id', NEW.channel_id, 'status', NEW.status, 'route', NEW.route,
      'reason', CASE WHEN e.step IN ('skipped', 'canceled', 'unknown') THEN NEW.skip_reason END,
      'error', CASE WHEN e.step = 'failed' THEN jsonb_build_object('code', NEW.error_code, 'title', NEW.error_title) END))
      || jsonb_build_object('campaign_id', NEW.campaign_id),
    NEW.updated_at, NEW.updated_at
  FROM told e
  JOIN subscriptions s ON s.account_id = account AND s.status = 'active'
    AND ('message.' || e.step = ANY (s.events) OR 'message.*' = ANY (s.events))
  ORDER BY e.place, s.id;
  RETURN NULL;
END $$;
