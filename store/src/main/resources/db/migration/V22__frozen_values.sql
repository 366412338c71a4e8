-- What send steps say of the person, as it stood when they entered: {"name|friend": "Ada", "tier": null}, by placeholder
-- as the plan writes it; null is a value that was missing. What the plan's own steps set is not in it: that is read when
-- it is sent. NULL: nothing is frozen, as of who entered before there was this column, or has left. An erasure empties it.
ALTER TABLE journeys ADD COLUMN frozen jsonb;
