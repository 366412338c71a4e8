-- What the send steps of each plan send, and the channel that a step names: NULL where it names none.
CREATE TABLE plan_sends (
  account_id uuid NOT NULL,
  hash       text NOT NULL,
  template   text NOT NULL,
  channel_id uuid,
  FOREIGN KEY (account_id, hash) REFERENCES journey_plans
);
CREATE INDEX plan_sends_of_plan ON plan_sends (account_id, hash);

CREATE FUNCTION plan_sends_of(definition text) RETURNS TABLE (template text, channel_id uuid)
LANGUAGE sql IMMUTABLE AS $$
  SELECT DISTINCT (s -> 'template' ->> 'name') || '/' || (s -> 'template' ->> 'language'), (s ->> 'channel_id')::uuid
  FROM jsonb_array_elements(definition::jsonb -> 'steps') AS s
  WHERE s ->> 'type' = 'send'
$$;

CREATE FUNCTION note_plan_sends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO plan_sends (account_id, hash, template, channel_id)
  SELECT NEW.account_id, NEW.hash, s.template, s.channel_id FROM plan_sends_of(NEW.definition) AS s;
  RETURN NULL;
END $$;
CREATE TRIGGER journey_plans_added AFTER INSERT ON journey_plans FOR EACH ROW EXECUTE FUNCTION note_plan_sends();

INSERT INTO plan_sends (account_id, hash, template, channel_id)
SELECT p.account_id, p.hash, s.template, s.channel_id FROM journey_plans p CROSS JOIN LATERAL plan_sends_of(p.definition) AS s;

-- The templates that a campaign sends through its own channel or its fallbacks, as name/language: one, or those of all
-- its plans. What a step sends through a channel that is none of these is not among them: a stop of it holds that
-- step's messages alone.
CREATE OR REPLACE FUNCTION campaign_templates(campaign uuid, name text, language text) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
  SELECT name || '/' || language
  WHERE NOT EXISTS (SELECT FROM campaign_plans p WHERE p.campaign_id = campaign)
  UNION SELECT s.template FROM campaign_plans p
    JOIN campaigns c ON c.id = p.campaign_id
    JOIN plan_sends s ON s.account_id = p.account_id AND s.hash = p.hash
    WHERE p.campaign_id = campaign
      AND (s.channel_id IS NULL OR s.channel_id = ANY (c.channel_id || c.fallback_channel_ids))
$$;

-- What steps of a campaign's plans send through a channel that is neither its own nor one of its fallbacks; a row for
-- each plan.
CREATE VIEW campaign_step_sends AS
SELECT c.id AS campaign_id, c.account_id, h.id AS channel_id, h.waba_id, s.template
FROM campaigns c
JOIN campaign_plans p ON p.campaign_id = c.id
JOIN plan_sends s ON s.account_id = p.account_id AND s.hash = p.hash
JOIN channels h ON h.id = s.channel_id AND h.account_id = c.account_id
WHERE s.channel_id <> ALL (c.channel_id || c.fallback_channel_ids);

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
  -- A step's channel can only add marketing: the campaign's own templates may be marketing still.
  IF 'MARKETING' IN (OLD.category, NEW.category) THEN
    UPDATE campaigns c SET
      consent_needed = true,
      category = CASE WHEN NEW.category = 'MARKETING' THEN NEW.category ELSE c.category END
    WHERE c.account_id = NEW.account_id AND c.status NOT IN ('completed', 'canceled', 'missed', 'failed')
      AND c.id IN (SELECT s.campaign_id FROM campaign_step_sends s WHERE s.account_id = NEW.account_id
        AND s.waba_id = NEW.waba_id AND s.template = NEW.name || '/' || NEW.language);
  END IF;
  RETURN NULL;
END $$;
