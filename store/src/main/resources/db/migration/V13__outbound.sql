-- Where an account wants to be told of its messages and campaigns.
CREATE TABLE subscriptions (
  id              uuid PRIMARY KEY,
  account_id      uuid NOT NULL REFERENCES accounts,
  url             text NOT NULL,
  -- Types such as message.read, or message.* for all of a kind.
  events          text[] NOT NULL,
  -- Tink ciphertexts, bound to the subscription's id and the column's name as associated data.
  secret          bytea NOT NULL,
  previous_secret bytea,
  -- Until when deliveries are signed with the previous secret too.
  previous_until  timestamptz,
  -- deleted: gone for everybody; its row goes after its deliveries, which are cleared away page by page.
  status          text NOT NULL CHECK (status IN ('active', 'disabled', 'deleted')),
  status_reason   text,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX subscriptions_account ON subscriptions (account_id, id) WHERE status <> 'deleted';

-- The outbox: one row an event and subscription, written in the transaction of what it tells.
CREATE TABLE deliveries (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- No foreign key: every change of a message would lock the subscription's row for its check.
  subscription_id uuid NOT NULL,
  -- The same for all subscriptions that are told of the event.
  event_id        uuid NOT NULL,
  type            text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  data            jsonb NOT NULL,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  tries           integer NOT NULL DEFAULT 0,
  -- Also the lease of a process that has claimed the row.
  due_at          timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  finished_at     timestamptz,
  http_status     integer,
  error           text
);
CREATE INDEX deliveries_due ON deliveries (subscription_id, due_at, id) WHERE state = 'pending';
CREATE INDEX deliveries_dead ON deliveries (subscription_id, id) WHERE state = 'dead';
CREATE INDEX deliveries_finished ON deliveries (state, finished_at) WHERE state <> 'pending';

-- Tells of a message: of each step when its time is first known, of each end when it is reached. The conditions of the
-- triggers let through only what may be told, so that no other write pays for it. After an INSERT every field of OLD is
-- NULL. In PL/pgSQL throughout, which keeps its plans: a function in SQL is planned anew at every call.
CREATE FUNCTION announce_message() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account uuid;
BEGIN
  -- Nearly empty, and empty in most deployments: looked at first.
  IF NOT EXISTS (SELECT FROM subscriptions WHERE status = 'active') THEN
    RETURN NULL;
  END IF;
  SELECT account_id INTO account FROM campaigns WHERE id = NEW.campaign_id;
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
      'message_id', NEW.id, 'campaign_id', NEW.campaign_id, 'contact_id', NEW.contact_id,
      'channel_id', NEW.channel_id, 'status', NEW.status, 'route', NEW.route,
      'reason', CASE WHEN e.step IN ('skipped', 'canceled', 'unknown') THEN NEW.skip_reason END,
      'error', CASE WHEN e.step = 'failed' THEN jsonb_build_object('code', NEW.error_code, 'title', NEW.error_title) END)),
    NEW.updated_at, NEW.updated_at
  FROM told e
  JOIN subscriptions s ON s.account_id = account AND s.status = 'active'
    AND ('message.' || e.step = ANY (s.events) OR 'message.*' = ANY (s.events))
  ORDER BY e.place, s.id;
  RETURN NULL;
END $$;

CREATE TRIGGER messages_announced AFTER UPDATE ON messages
  FOR EACH ROW WHEN (
    OLD.status <> NEW.status
    OR (OLD.accepted_at IS NULL) <> (NEW.accepted_at IS NULL)
    OR (OLD.sent_at IS NULL) <> (NEW.sent_at IS NULL)
    OR (OLD.clicked_at IS NULL) <> (NEW.clicked_at IS NULL)
    OR (OLD.replied_at IS NULL) <> (NEW.replied_at IS NULL))
  EXECUTE FUNCTION announce_message();

CREATE TRIGGER messages_planned_announced AFTER INSERT ON messages
  FOR EACH ROW WHEN (NEW.status = 'skipped')
  EXECUTE FUNCTION announce_message();

CREATE FUNCTION announce_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  event uuid := gen_random_uuid();
BEGIN
  INSERT INTO deliveries (subscription_id, event_id, type, occurred_at, data, due_at, created_at)
  SELECT s.id, event, 'campaign.' || NEW.status, NEW.updated_at,
    jsonb_build_object('campaign_id', NEW.id, 'channel_id', NEW.channel_id, 'status', NEW.status),
    NEW.updated_at, NEW.updated_at
  FROM subscriptions s
  WHERE s.account_id = NEW.account_id AND s.status = 'active'
    AND ('campaign.' || NEW.status = ANY (s.events) OR 'campaign.*' = ANY (s.events));
  RETURN NULL;
END $$;

CREATE TRIGGER campaigns_announced AFTER UPDATE OF status ON campaigns
  FOR EACH ROW WHEN (OLD.status <> NEW.status)
  EXECUTE FUNCTION announce_campaign();

-- Answers to POSTs may hold the secret of a new subscription: from now on they are Tink ciphertexts.
ALTER TABLE idempotency_keys ADD COLUMN body_sealed boolean NOT NULL DEFAULT false;

ALTER TABLE campaigns
  ADD COLUMN tracked_links boolean NOT NULL DEFAULT false,
  -- Where a tracked link leads, with placeholders; NULL: links are not tracked.
  ADD COLUMN link_target text;

ALTER TABLE messages
  -- Where the message's tracked link leads, as rendered at plan time.
  ADD COLUMN link_target text,
  -- What the message would have cost outside of the window it was free in; in cost_currency.
  ADD COLUMN saved numeric(10, 4);

-- Money is counted in ten-thousandths of its currency. Nearly every message is priced once, so one at a time is enough.
CREATE FUNCTION count_message_cost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_to_campaign_counter(NEW.campaign_id, metric, sum(n)::bigint)
  FROM (VALUES
    ('priced', (NEW.cost IS NOT NULL)::int - (OLD.cost IS NOT NULL)::int),
    ('cost:' || OLD.cost_currency, -10000 * OLD.cost),
    ('cost:' || NEW.cost_currency, 10000 * NEW.cost),
    ('saved:' || OLD.cost_currency, -10000 * OLD.saved),
    ('saved:' || NEW.cost_currency, 10000 * NEW.saved)
  ) AS counted (metric, n)
  WHERE metric IS NOT NULL AND n IS NOT NULL
  GROUP BY metric
  HAVING sum(n) <> 0
  ORDER BY metric;
  RETURN NULL;
END $$;

CREATE TRIGGER messages_priced AFTER UPDATE OF cost ON messages
  FOR EACH ROW WHEN ((OLD.cost, OLD.cost_currency, OLD.saved) IS DISTINCT FROM (NEW.cost, NEW.cost_currency, NEW.saved))
  EXECUTE FUNCTION count_message_cost();
