-- What a client of the gateway sent is kept only where its account asks for it.
ALTER TABLE accounts ADD COLUMN gateway_keeps_messages boolean NOT NULL DEFAULT false;

CREATE TABLE gateway_bodies (
  message_id uuid PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
  -- A Tink ciphertext, bound to the message.
  sealed     bytea NOT NULL,
  kept_at    timestamptz NOT NULL
);
CREATE INDEX gateway_bodies_age ON gateway_bodies (kept_at);
