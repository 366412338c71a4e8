-- Whose an event is: by its number, or by its WABA where the app that signed it has a number there. NULL: nobody's here,
-- so that no account sees it. No foreign key: the ingress has to answer Meta within milliseconds.
ALTER TABLE inbox ADD COLUMN account_id uuid;
CREATE INDEX inbox_set_aside_of ON inbox (account_id, id) WHERE state = 'set_aside';

-- What happened to an account's numbers, WABAs, templates and campaigns, in words for people.
CREATE TABLE event_log (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id  uuid NOT NULL REFERENCES accounts,
  -- NULL: of no number alone.
  channel_id  uuid REFERENCES channels,
  waba_id     text,
  campaign_id uuid REFERENCES campaigns,
  kind        text NOT NULL,
  -- The first word of kind.
  family      text NOT NULL GENERATED ALWAYS AS (split_part(kind, '.', 1)) STORED,
  severity    text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  words       text NOT NULL,
  at          timestamptz NOT NULL,
  -- The webhook event it came of, which is forgotten after two weeks.
  inbox_id    bigint
);
CREATE INDEX event_log_account ON event_log (account_id, id);
CREATE INDEX event_log_kind ON event_log (account_id, kind, id);
CREATE INDEX event_log_family ON event_log (account_id, family, id);
CREATE INDEX event_log_channel ON event_log (channel_id, id) WHERE channel_id IS NOT NULL;
CREATE INDEX event_log_waba ON event_log (account_id, waba_id, id) WHERE channel_id IS NULL;
CREATE INDEX event_log_campaign ON event_log (campaign_id, id) WHERE campaign_id IS NOT NULL;

-- Writes one row. Those of an account commit in the order of their ids, so that whoever follows by id misses none: call it
-- last in a transaction, because the next one to write waits for its end.
CREATE FUNCTION log_event(account uuid, channel uuid, waba text, campaign uuid, what text, how_bad text, said text,
  at_time timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('event_log/' || account, 0));
  INSERT INTO event_log (account_id, channel_id, waba_id, campaign_id, kind, severity, words, at, inbox_id)
  VALUES (account, channel, waba, campaign, what, how_bad, said, at_time,
    NULLIF(current_setting('whatsway.inbox_id', true), '')::bigint);
END $$;

-- Whoever opens or clears a stop, it is on the log; deferred, because log_event comes last.
CREATE FUNCTION log_stop() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject text := CASE NEW.scope WHEN 'channel' THEN 'Sending from the number' WHEN 'waba' THEN 'Sending for the WABA'
    ELSE 'The template ' || substr(NEW.scope_key, position('/' IN NEW.scope_key) + 1) END;
BEGIN
  PERFORM log_event(NEW.account_id,
    CASE WHEN NEW.scope = 'channel' THEN NEW.channel_id END,
    CASE NEW.scope WHEN 'waba' THEN NEW.scope_key WHEN 'template' THEN split_part(NEW.scope_key, '/', 1) END,
    NULL,
    CASE WHEN NEW.cleared_at IS NULL THEN 'stop.opened' ELSE 'stop.cleared' END,
    CASE WHEN NEW.cleared_at IS NULL THEN 'critical' ELSE 'info' END,
    CASE WHEN NEW.cleared_at IS NULL
      THEN subject || ' is stopped: ' || NEW.reason || ' (Meta''s code ' || NEW.code || ') ' || NEW.remedy
      ELSE subject || ' goes on: ' || NEW.cleared_by || '.' END,
    COALESCE(NEW.cleared_at, NEW.since));
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER stops_opened AFTER INSERT ON stops DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION log_stop();
CREATE CONSTRAINT TRIGGER stops_cleared AFTER UPDATE OF cleared_at ON stops DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.cleared_at IS NULL AND NEW.cleared_at IS NOT NULL) EXECUTE FUNCTION log_stop();

CREATE FUNCTION log_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  what text := CASE WHEN OLD.status = 'paused' AND NEW.status = 'running' THEN 'resumed'
    WHEN NEW.status = 'running' THEN 'started' ELSE NEW.status END;
BEGIN
  PERFORM log_event(NEW.account_id, NEW.channel_id, NULL, NEW.id, 'campaign.' || what,
    CASE WHEN NEW.status IN ('failed', 'missed') OR (NEW.status = 'paused' AND NEW.status_reason IS NOT NULL)
      THEN 'warning' ELSE 'info' END,
    'Campaign ' || what || COALESCE(': ' || NEW.status_reason, '.'),
    NEW.updated_at);
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER campaigns_moved AFTER UPDATE OF status ON campaigns DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION log_campaign();

ALTER TABLE templates
  -- Meta's id of it; NULL: not learnt yet.
  ADD COLUMN meta_id text,
  -- When Meta says that the status was so, by the last webhook that told it: webhooks come in any order.
  ADD COLUMN status_at timestamptz;

-- Set once a campaign's template was marketing while the campaign was open. Meta may count a template into another category
-- at any time: whoever opted out of marketing keeps that protection, whatever the template is called now.
ALTER TABLE campaigns ADD COLUMN consent_needed boolean NOT NULL DEFAULT false;

-- A campaign goes by its template's category as Meta counts it now; a fallback channel has a template of its own.
CREATE FUNCTION follow_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE campaigns c SET
    consent_needed = c.consent_needed OR 'MARKETING' IN (c.category, NEW.category),
    category = CASE WHEN h.id = c.channel_id THEN NEW.category ELSE c.category END
  FROM channels h
  WHERE c.account_id = NEW.account_id AND c.template_name = NEW.name AND c.template_language = NEW.language
    AND c.status NOT IN ('completed', 'canceled', 'missed', 'failed')
    AND h.waba_id = NEW.waba_id AND h.account_id = NEW.account_id
    AND h.id = (SELECT f.id FROM channels f WHERE f.id = ANY (c.channel_id || c.fallback_channel_ids)
      AND f.waba_id = NEW.waba_id ORDER BY f.id <> c.channel_id LIMIT 1);
  RETURN NULL;
END $$;

CREATE TRIGGER templates_recategorised AFTER UPDATE OF category ON templates
  FOR EACH ROW WHEN (OLD.category IS DISTINCT FROM NEW.category) EXECUTE FUNCTION follow_category();

ALTER TABLE channels
  -- What to do when Meta finds the number's quality too low: pause its campaigns, or send at a quarter of its rate.
  ADD COLUMN quality_policy text NOT NULL DEFAULT 'pause' CHECK (quality_policy IN ('pause', 'slow')),
  -- Set while it sends at a quarter of its rate; status_reason says why.
  ADD COLUMN slowed_at timestamptz;

-- As in V6, but for the quarter.
CREATE OR REPLACE FUNCTION book_slots(channel uuid, wanted integer, marketing boolean, horizon_us bigint,
  headroom double precision, at_time timestamptz, OUT slots integer, OUT first_in_us bigint, OUT spacing_us bigint)
LANGUAGE plpgsql AS $$
DECLARE
  pace number_pace := lock_pace(channel);
  at timestamptz := COALESCE(at_time, clock_timestamp());
  ahead_us bigint := GREATEST(0, extract(epoch FROM pace.booked_until - at) * 1000000);
BEGIN
  SELECT ceil(1000000 / (c.throughput * headroom * pace_share(pace.slowed_to, pace.slowed_at, at)
    * CASE WHEN marketing AND c.slowed_at IS NOT NULL THEN 0.25 ELSE 1 END))
  INTO STRICT spacing_us FROM channels c WHERE c.id = channel;
  IF ahead_us > 60000000 THEN
    -- Nobody books that far: the server's clock was set back.
    ahead_us := 0;
  END IF;
  slots := 0;
  first_in_us := ahead_us;
  IF pace.quiet_until > at THEN
    first_in_us := ceil(extract(epoch FROM pace.quiet_until - at) * 1000000);
  ELSIF marketing AND ahead_us > horizon_us / 2 THEN
    first_in_us := ahead_us - horizon_us / 2;
  ELSE
    slots := LEAST(wanted, GREATEST(1, (horizon_us - CASE WHEN marketing THEN ahead_us ELSE 0 END) / spacing_us));
    UPDATE number_pace SET booked_until = at + (ahead_us + slots * spacing_us) * interval '1 microsecond'
    WHERE channel_id = channel;
  END IF;
END $$;

-- Clicks that Meta tells without their message, by the template that was sent last.
CREATE TABLE template_clicks (
  account_id uuid NOT NULL REFERENCES accounts,
  waba_id    text NOT NULL,
  name       text NOT NULL,
  language   text NOT NULL,
  -- clicked, landing_page_views.
  metric     text NOT NULL,
  n          bigint NOT NULL,
  PRIMARY KEY (account_id, waba_id, name, language, metric)
) WITH (fillfactor = 50);
