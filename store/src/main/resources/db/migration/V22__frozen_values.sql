-- What send steps say of the person, as it stood when they entered: {"name|friend": "Ada", "tier": null}, by placeholder
-- as the plan writes it; null is a value that was missing. What the plan's own steps set is not in it: that is read when
-- it is sent. NULL: nothing is frozen, as of who entered before there was this column, or has left. An erasure empties it.
ALTER TABLE journeys ADD COLUMN frozen jsonb;

-- Whoever empties the event of somebody who has left, or was erased, means this as well, also an application of before
-- this column that still runs beside the new one.
CREATE FUNCTION empty_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.frozen := NULL;
  RETURN NEW;
END $$;

CREATE TRIGGER empty_frozen BEFORE UPDATE OF event ON journeys
  FOR EACH ROW WHEN (NEW.frozen IS NOT NULL AND NEW.event = '{}')
  EXECUTE FUNCTION empty_frozen();
