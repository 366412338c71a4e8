ALTER TABLE templates
  -- Meta's word on its quality: GREEN, YELLOW, RED or UNKNOWN; NULL: nothing was told.
  ADD COLUMN quality text,
  -- When Meta says that the quality was so; webhooks come in any order.
  ADD COLUMN quality_at timestamptz,
  -- Meta's word on why it was rejected; NULL where it was not.
  ADD COLUMN rejected_reason text,
  -- How long Meta tries to deliver a message of it, in seconds; -1: 30 days; NULL: Meta's default.
  ADD COLUMN send_ttl_seconds integer,
  -- Since when it is deleted at Meta, as far as is known here; NULL: it is not.
  ADD COLUMN deleted_at timestamptz,
  -- Who wrote its row last, for the version that the trigger makes of it.
  ADD COLUMN changed_by text NOT NULL DEFAULT 'sync' CHECK (changed_by IN ('api', 'sync', 'webhook'));

-- What a template said, each time that it said something else. Rows are only ever added.
CREATE TABLE template_versions (
  template_id      uuid NOT NULL REFERENCES templates ON DELETE CASCADE,
  version          integer NOT NULL,
  category         text NOT NULL,
  parameter_format text NOT NULL,
  components       jsonb NOT NULL,
  -- Meta's status when it came to say so.
  status           text NOT NULL,
  source           text NOT NULL CHECK (source IN ('api', 'sync', 'webhook')),
  -- Whether it replaced what Meta had approved: of such edits Meta takes one a day.
  of_approved      boolean NOT NULL,
  at               timestamptz NOT NULL,
  PRIMARY KEY (template_id, version)
);

-- What was there before is version 1; a template that Meta's id was learnt of came by a sync.
INSERT INTO template_versions
SELECT id, 1, category, parameter_format, components, status, CASE WHEN meta_id IS NULL THEN 'api' ELSE 'sync' END, false,
  updated_at
FROM templates;

-- What is sent of a template. Its samples are for Meta's reviewers, and Meta signs their URLs anew at each fetch: they
-- say nothing about a change.
CREATE FUNCTION without_examples(content jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF jsonb_typeof(content) = 'array' THEN
    RETURN COALESCE((SELECT jsonb_agg(without_examples(e.item) ORDER BY e.n)
      FROM jsonb_array_elements(content) WITH ORDINALITY AS e (item, n)), '[]');
  ELSIF jsonb_typeof(content) = 'object' THEN
    RETURN COALESCE((SELECT jsonb_object_agg(e.key, without_examples(e.value))
      FROM jsonb_each(content) AS e WHERE e.key <> 'example'), '{}');
  END IF;
  RETURN content;
END $$;

CREATE FUNCTION keep_template_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The template's row is locked by this very statement, so no two make the same version.
  INSERT INTO template_versions
  SELECT NEW.id, COALESCE(max(v.version), 0) + 1, NEW.category, NEW.parameter_format, NEW.components, NEW.status, NEW.changed_by,
    TG_OP = 'UPDATE' AND OLD.status = 'APPROVED', NEW.updated_at
  FROM template_versions v WHERE v.template_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER templates_added AFTER INSERT ON templates
  FOR EACH ROW EXECUTE FUNCTION keep_template_version();
CREATE TRIGGER templates_changed AFTER UPDATE OF category, parameter_format, components ON templates
  FOR EACH ROW WHEN ((OLD.category, OLD.parameter_format, without_examples(OLD.components)) IS DISTINCT FROM
    (NEW.category, NEW.parameter_format, without_examples(NEW.components)))
  EXECUTE FUNCTION keep_template_version();

CREATE FUNCTION versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a template''s versions are never changed';
END $$;

CREATE TRIGGER template_versions_stay BEFORE UPDATE ON template_versions
  FOR EACH ROW EXECUTE FUNCTION versions_stay();

-- Whoever tells that it is deleted: a webhook, a sync or the api.
CREATE FUNCTION date_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.deleted_at := CASE WHEN NEW.status IN ('DELETED', 'PENDING_DELETION') THEN COALESCE(OLD.deleted_at, NEW.updated_at) END;
  RETURN NEW;
END $$;

CREATE TRIGGER templates_deleted BEFORE UPDATE OF status ON templates
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION date_deletion();

-- When a WABA's templates are next fetched without anybody's asking: once, however many numbers it has.
CREATE TABLE template_syncs (
  account_id uuid NOT NULL REFERENCES accounts,
  waba_id    text NOT NULL,
  due_at     timestamptz NOT NULL,
  PRIMARY KEY (account_id, waba_id)
);
