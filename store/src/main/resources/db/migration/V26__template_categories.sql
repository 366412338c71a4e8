-- What the gateway knows of templates: whether /marketing_messages takes them. Shared by all
-- instances; believed for an hour.
CREATE TABLE template_categories (
  account_id    uuid NOT NULL REFERENCES accounts,
  waba_id       text NOT NULL,
  name          text NOT NULL,
  -- With an underscore, as in templates.
  language      text NOT NULL,
  -- NULL: nothing is known, and the row only holds the lease below.
  marketing     boolean,
  learnt_from   text CHECK (learnt_from IN ('traffic', 'sync', 'webhook')),
  learnt_at     timestamptz,
  -- One instance finds it out for all by a send; until then the others wait for its word.
  probing_until timestamptz,
  -- Names the lease, so that who comes back late does not free another's.
  probing_by    uuid,
  PRIMARY KEY (account_id, waba_id, name, language),
  CHECK ((marketing IS NULL) = (learnt_at IS NULL) AND (marketing IS NULL) = (learnt_from IS NULL))
);
CREATE INDEX template_categories_age ON template_categories (COALESCE(learnt_at, probing_until));

-- Whatever writes a template's category (sync, webhook, API) tells the gateway in the same commit.
CREATE FUNCTION learn_template_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO template_categories AS known
    (account_id, waba_id, name, language, marketing, learnt_from, learnt_at)
  VALUES (NEW.account_id, NEW.waba_id, NEW.name, replace(NEW.language, '-', '_'),
    NEW.category = 'MARKETING', 'sync', clock_timestamp())
  ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
    marketing = excluded.marketing, learnt_from = excluded.learnt_from,
    learnt_at = excluded.learnt_at, probing_until = NULL, probing_by = NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER learn_new_template AFTER INSERT ON templates
  FOR EACH ROW EXECUTE FUNCTION learn_template_category();
CREATE TRIGGER learn_changed_template AFTER UPDATE OF category ON templates
  FOR EACH ROW WHEN (NEW.category IS DISTINCT FROM OLD.category)
  EXECUTE FUNCTION learn_template_category();

-- What Meta bills a gateway's template as is its word on the template, too. Campaigns know theirs.
CREATE FUNCTION learn_billed_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO template_categories AS known
    (account_id, waba_id, name, language, marketing, learnt_from, learnt_at)
  SELECT c.account_id, c.waba_id, NEW.template_name, replace(NEW.template_language, '-', '_'),
    NEW.pricing_category IN ('marketing', 'marketing_lite'), 'webhook', clock_timestamp()
  FROM channels c WHERE c.id = NEW.channel_id
  ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
    marketing = excluded.marketing, learnt_from = excluded.learnt_from,
    learnt_at = excluded.learnt_at, probing_until = NULL, probing_by = NULL
  -- A status of a message from before a change of category must not undo what was learnt since.
  WHERE known.learnt_at IS NULL OR known.learnt_at < NEW.created_at
    OR known.learnt_at < clock_timestamp() - interval '1 hour';
  RETURN NULL;
END $$;

CREATE TRIGGER learn_billed_template AFTER UPDATE OF pricing_category ON messages
  FOR EACH ROW WHEN (NEW.campaign_id IS NULL AND NEW.template_name IS NOT NULL
    AND NEW.template_language IS NOT NULL
    AND NEW.pricing_category IN ('marketing', 'marketing_lite', 'utility', 'authentication')
    AND NEW.pricing_category IS DISTINCT FROM OLD.pricing_category)
  EXECUTE FUNCTION learn_billed_category();

-- Whether the gateway chooses routes for the account at all.
ALTER TABLE accounts ADD COLUMN gateway_routing text NOT NULL DEFAULT 'auto'
  CHECK (gateway_routing IN ('auto', 'cloud_only'));
