-- Events of the API by the ids that callers gave them, with their answers: a repetition is told nothing anew.
CREATE TABLE told_events (
  account_id uuid NOT NULL REFERENCES accounts,
  -- SHA-256: what a caller calls an event may name a person.
  id         bytea NOT NULL,
  -- NULL until the first telling is done.
  answer     jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX told_events_age ON told_events (created_at);

-- An erasure looks for what was said of a person.
CREATE INDEX journey_orders_contact ON journey_orders (contact_id) WHERE contact_id IS NOT NULL;
