-- Definitions as they were compiled, in their canonical form; the hash is its SHA-256. Never changed, never deleted.
CREATE TABLE journey_plans (
  account_id uuid NOT NULL REFERENCES accounts,
  hash       text NOT NULL,
  definition text NOT NULL,
  -- Of its send steps, as name/language.
  templates  text[] NOT NULL,
  -- What becomes of a message, other than accepted or failed, that somebody on it may wait for.
  awaits     text[] NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, hash)
);

ALTER TABLE campaigns
  -- The plan that new entrants get. NULL: the campaign sends one message to each.
  ADD COLUMN journey_hash text,
  -- Who is told of this event enters; then there is neither audience nor segment.
  ADD COLUMN entry_event text,
  -- Whether waits go on while the campaign is paused, or last longer by it.
  ADD COLUMN pause_mode text NOT NULL DEFAULT 'keep' CHECK (pause_mode IN ('keep', 'freeze')),
  -- Since when it is paused, and how long its earlier pauses were in all.
  ADD COLUMN paused_at timestamptz,
  ADD COLUMN paused_for interval NOT NULL DEFAULT '0',
  ADD CONSTRAINT campaigns_journey FOREIGN KEY (account_id, journey_hash) REFERENCES journey_plans,
  DROP CONSTRAINT campaigns_one_source,
  ADD CONSTRAINT campaigns_one_source CHECK (num_nonnulls(audience_id, segment_id, entry_event) = 1),
  ADD CONSTRAINT campaigns_entered_have_journey CHECK (entry_event IS NULL OR journey_hash IS NOT NULL);

-- Every plan that the campaign has had: people stay on theirs when it gets another one.
CREATE TABLE campaign_plans (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  account_id  uuid NOT NULL,
  hash        text NOT NULL,
  PRIMARY KEY (campaign_id, hash),
  FOREIGN KEY (account_id, hash) REFERENCES journey_plans
);

CREATE FUNCTION note_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaign_plans (campaign_id, account_id, hash)
  VALUES (NEW.id, NEW.account_id, NEW.journey_hash) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER campaigns_planned AFTER INSERT OR UPDATE OF journey_hash ON campaigns FOR EACH ROW
  WHEN (NEW.journey_hash IS NOT NULL) EXECUTE FUNCTION note_plan();

-- The templates that a campaign sends, as name/language: one, or those of all its plans.
CREATE FUNCTION campaign_templates(campaign uuid, name text, language text) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
  SELECT name || '/' || language
  UNION SELECT unnest(p.templates) FROM campaign_plans c
    JOIN journey_plans p ON p.account_id = c.account_id AND p.hash = c.hash
    WHERE c.campaign_id = campaign
$$;

-- A stop of any of its templates stops a campaign.
CREATE OR REPLACE VIEW campaign_lines AS
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
      OR (o.scope = 'template' AND o.scope_key IN (
        SELECT h.waba_id || '/' || t
        FROM campaign_templates(c.id, c.template_name, c.template_language) AS t)))
  ORDER BY o.scope = 'template' DESC, o.since, o.id
  LIMIT 1) AS s ON true;

CREATE OR REPLACE FUNCTION follow_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE campaigns c SET
    consent_needed = c.consent_needed OR 'MARKETING' IN (c.category, NEW.category),
    category = CASE WHEN h.id = c.channel_id THEN NEW.category ELSE c.category END
  FROM channels h
  WHERE c.account_id = NEW.account_id
    AND NEW.name || '/' || NEW.language IN (
      SELECT campaign_templates(c.id, c.template_name, c.template_language))
    AND c.status NOT IN ('completed', 'canceled', 'missed', 'failed')
    AND h.waba_id = NEW.waba_id AND h.account_id = NEW.account_id
    AND h.id = (SELECT f.id FROM channels f WHERE f.id = ANY (c.channel_id || c.fallback_channel_ids)
      AND f.waba_id = NEW.waba_id ORDER BY f.id <> c.channel_id LIMIT 1);
  RETURN NULL;
END $$;

CREATE INDEX campaigns_entered ON campaigns (account_id, entry_event) WHERE entry_event IS NOT NULL;

-- One person's way through a campaign's journey.
CREATE TABLE journeys (
  campaign_id  uuid NOT NULL REFERENCES campaigns,
  -- The recipient's place in the audience; from 2^40 on for who entered by an event.
  ordinal      bigint NOT NULL,
  contact_id   uuid NOT NULL REFERENCES contacts,
  -- The how-manieth of this person in this campaign, from 1.
  run          integer NOT NULL DEFAULT 1,
  plan_hash    text NOT NULL,
  -- The order up to which a person's move was carried out.
  order_seen   bigint NOT NULL DEFAULT 0,
  status       text NOT NULL CHECK (status IN ('planned', 'active', 'ended')),
  step         text,
  visit        integer NOT NULL DEFAULT 0,
  since        timestamptz,
  next_at      timestamptz,
  -- How long the campaign had been paused in all when the wait under way began.
  paused_seen  interval NOT NULL DEFAULT '0',
  -- What it waits for, else the latest decision, in words that name nobody.
  why          text,
  -- What the entry event carried; of the person, so an erasure empties it.
  event        jsonb NOT NULL DEFAULT '{}',
  -- Arms of splits that the next message counts for, as step:arm@ and the first 8 of the plan's hash.
  arms         text[] NOT NULL DEFAULT '{}',
  -- Messages planned so far.
  messages     integer NOT NULL DEFAULT 0,
  ended_reason text,
  goal         boolean NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL,
  entered_at   timestamptz,
  ended_at     timestamptz,
  PRIMARY KEY (campaign_id, ordinal)
) WITH (fillfactor = 80);
-- Nobody is in one journey twice at a time.
CREATE UNIQUE INDEX journeys_open ON journeys (campaign_id, contact_id) WHERE status <> 'ended';
CREATE INDEX journeys_person ON journeys (contact_id, campaign_id, ordinal);
CREATE INDEX journeys_planned ON journeys (campaign_id, ordinal) WHERE status = 'planned';
CREATE INDEX journeys_at_step ON journeys (campaign_id, step, ordinal) WHERE status = 'active';

-- The place of the next person who enters by an event or from another journey.
CREATE TABLE journey_ordinals (
  campaign_id uuid PRIMARY KEY REFERENCES campaigns,
  next        bigint NOT NULL
);

ALTER TABLE messages
  -- The journey's ordinal; NULL for a message of a campaign of one step. The message's own ordinal is 1024 times that
  -- and the count of the journey's messages before it.
  ADD COLUMN journey bigint,
  -- Whether its step named the channel: it is not sent through another while that one is open.
  ADD COLUMN pinned boolean NOT NULL DEFAULT false,
  ADD COLUMN arms text[] NOT NULL DEFAULT '{}';
-- Of splits, who has had the time to react.
CREATE INDEX messages_split ON messages (campaign_id, accepted_at) WHERE arms <> '{}';

-- What journey workflows, and campaigns of journeys, are to be told; each row is an outbox entry.
CREATE TABLE journey_signals (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id uuid NOT NULL REFERENCES campaigns,
  contact_id  uuid NOT NULL REFERENCES contacts,
  -- start: begin its workflow. event: something happened. recheck: look at the tables again.
  kind        text NOT NULL CHECK (kind IN ('start', 'event', 'recheck')),
  -- Of an event: accepted, sent, delivered, read, clicked, replied, failed or custom.
  event       text,
  -- The send step whose message it is about, or the name of the custom event.
  subject     text,
  -- Which of the step's messages: the journey's ordinal and the visit, as 7/1; NULL for a custom event.
  message     text,
  due_at      timestamptz NOT NULL,
  tries       integer NOT NULL DEFAULT 0
);
CREATE INDEX journey_signals_due ON journey_signals (due_at, id);

-- What a person ordered for people on their way: skip or repeat a step, or go to another one.
CREATE TABLE journey_orders (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id uuid NOT NULL REFERENCES campaigns,
  -- NULL: everybody who is at the step.
  contact_id  uuid REFERENCES contacts,
  at_step     text NOT NULL,
  action      text NOT NULL CHECK (action IN ('skip', 'retry', 'move')),
  to_step     text,
  reason      text,
  created_at  timestamptz NOT NULL
);
CREATE INDEX journey_orders_step ON journey_orders (campaign_id, at_step, id);

-- Where people on an old plan go on in a new one, when they are next looked at.
CREATE TABLE journey_migrations (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id uuid NOT NULL REFERENCES campaigns,
  from_hash   text NOT NULL,
  to_hash     text NOT NULL,
  -- {"old step": "new step or exit", …}, for every step of the old plan.
  steps       jsonb NOT NULL,
  created_at  timestamptz NOT NULL,
  UNIQUE (campaign_id, from_hash)
);

-- The arm that everybody gets since a split's winner was found; before, when it was last looked for.
CREATE TABLE journey_winners (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  plan_hash   text NOT NULL,
  step        text NOT NULL,
  looked_at   timestamptz NOT NULL,
  arm         text,
  decided_at  timestamptz,
  PRIMARY KEY (campaign_id, plan_hash, step)
);

CREATE FUNCTION count_journeys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM add_to_campaign_counter(campaign_id, metric, count(*))
    FROM (SELECT campaign_id, unnest(ARRAY['journeys', 'journeys:' || status]) AS metric FROM after_change) AS counted
    GROUP BY campaign_id, metric ORDER BY campaign_id, metric;
    RETURN NULL;
  END IF;
  PERFORM add_to_campaign_counter(campaign_id, metric, sum(sign))
  FROM (
    SELECT campaign_id, sign, unnest(ARRAY[
      'journeys:' || status,
      'journeys:ended:' || ended_reason,
      CASE WHEN goal THEN 'journeys:goal' END,
      CASE WHEN status = 'active' THEN 'at:' || step END]) AS metric
    FROM (SELECT 1 AS sign, * FROM after_change UNION ALL SELECT -1, * FROM before_change) AS both_sides
    UNION ALL
    SELECT a.campaign_id, 1, 'step:' || a.step || ':entered'
    FROM after_change a JOIN before_change b USING (campaign_id, ordinal)
    WHERE a.step IS NOT NULL AND (a.step, a.visit) IS DISTINCT FROM (b.step, b.visit)
  ) AS counted
  WHERE metric IS NOT NULL
  GROUP BY campaign_id, metric HAVING sum(sign) <> 0
  ORDER BY campaign_id, metric;
  RETURN NULL;
END $$;
CREATE TRIGGER journeys_added AFTER INSERT ON journeys
  REFERENCING NEW TABLE AS after_change
  FOR EACH STATEMENT EXECUTE FUNCTION count_journeys();
CREATE TRIGGER journeys_changed AFTER UPDATE ON journeys
  REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
  FOR EACH STATEMENT EXECUTE FUNCTION count_journeys();

-- Which of its step's messages one is, for journey_signals.message.
CREATE FUNCTION journey_message(journey bigint, step text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT journey || '/' || COALESCE(NULLIF(split_part(split_part(step, '~', 2), '.', 2), ''), '1')
$$;

-- What becomes of a journey's message is told to the journey and counted for its step and arms, by whoever finds it out.
CREATE FUNCTION follow_journey_message() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  happened text[] := array_remove(ARRAY[
    CASE WHEN NEW.accepted_at IS NOT NULL AND OLD.accepted_at IS NULL THEN 'accepted' END,
    CASE WHEN NEW.sent_at IS NOT NULL AND OLD.sent_at IS NULL THEN 'sent' END,
    CASE WHEN NEW.delivered_at IS NOT NULL AND OLD.delivered_at IS NULL THEN 'delivered' END,
    CASE WHEN NEW.read_at IS NOT NULL AND OLD.read_at IS NULL THEN 'read' END,
    CASE WHEN NEW.clicked_at IS NOT NULL AND OLD.clicked_at IS NULL THEN 'clicked' END,
    CASE WHEN NEW.replied_at IS NOT NULL AND OLD.replied_at IS NULL THEN 'replied' END,
    CASE WHEN NEW.status = 'unknown' AND OLD.status <> 'unknown' THEN 'unknown' END,
    CASE WHEN NEW.status IN ('failed', 'skipped', 'expired', 'canceled')
      AND NEW.status IS DISTINCT FROM OLD.status THEN 'failed' END], NULL);
  -- Of all the campaign's plans, so that a migration finds what has happened.
  awaited text[] := ARRAY(
    SELECT unnest(p.awaits) FROM campaign_plans c JOIN journey_plans p ON p.account_id = c.account_id AND p.hash = c.hash
    WHERE c.campaign_id = NEW.campaign_id);
  what text;
BEGIN
  FOREACH what IN ARRAY happened LOOP
    -- Every send step waits for accepted and failed. A status that overtakes Meta's answer tells of both.
    CONTINUE WHEN what NOT IN ('accepted', 'failed') AND what <> ALL (awaited) AND NEW.accepted_at IS NOT NULL;
    INSERT INTO journey_signals (campaign_id, contact_id, kind, event, subject, message, due_at)
    VALUES (NEW.campaign_id, NEW.contact_id, 'event', what, split_part(NEW.step, '~', 1),
      journey_message(NEW.journey, NEW.step), NEW.updated_at);
  END LOOP;
  PERFORM add_to_campaign_counter(NEW.campaign_id, metric, 1)
  FROM (
    SELECT 'step:' || split_part(NEW.step, '~', 1) || ':' || w AS metric FROM unnest(happened) AS w
    UNION ALL
    SELECT 'arm:' || split_part(arm, '@', 1) || ':' || w FROM unnest(happened) AS w, unnest(NEW.arms) AS arm
  ) AS counted ORDER BY metric;
  RETURN NULL;
END $$;
CREATE TRIGGER journey_messages_changed AFTER UPDATE ON messages FOR EACH ROW
  WHEN (NEW.journey IS NOT NULL AND
    (NEW.status, NEW.accepted_at, NEW.clicked_at, NEW.replied_at) IS DISTINCT FROM
    (OLD.status, OLD.accepted_at, OLD.clicked_at, OLD.replied_at))
  EXECUTE FUNCTION follow_journey_message();

-- How long a campaign was paused, for journeys whose waits freeze.
CREATE FUNCTION note_pause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'paused' AND OLD.status <> 'paused' THEN
    NEW.paused_at := NEW.updated_at;
  ELSIF NEW.status <> 'paused' AND OLD.status = 'paused' THEN
    NEW.paused_for := NEW.paused_for + (NEW.updated_at - OLD.paused_at);
    NEW.paused_at := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaigns_paused BEFORE UPDATE OF status ON campaigns FOR EACH ROW
  EXECUTE FUNCTION note_pause();
