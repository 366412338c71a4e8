-- Webhook events as Meta sent them, one row an event. A row stays after it was applied: its key turns away the
-- duplicates that Meta may send for seven days.
CREATE TABLE inbox (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- SHA-256 of what makes the event the same event.
  event_key       bytea NOT NULL UNIQUE,
  -- status, message, action, preference, other, unreadable.
  kind            text NOT NULL,
  phone_number_id text,
  payload         text NOT NULL,
  received_at     timestamptz NOT NULL,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'set_aside')),
  tries           integer NOT NULL DEFAULT 0,
  -- Also the lease of a dispatcher that has claimed the row.
  due_at          timestamptz NOT NULL,
  error           text
);
CREATE INDEX inbox_due ON inbox (due_at, id) WHERE state = 'pending';
CREATE INDEX inbox_age ON inbox (received_at) WHERE state = 'done';
CREATE INDEX inbox_set_aside ON inbox (id) WHERE state = 'set_aside';
