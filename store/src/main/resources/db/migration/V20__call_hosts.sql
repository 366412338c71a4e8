-- The hosts that journeys of an account may call.
CREATE TABLE call_hosts (
  account_id uuid NOT NULL REFERENCES accounts,
  id         uuid NOT NULL UNIQUE,
  -- Lower case, without a port: any port of it may be called.
  host       text NOT NULL,
  -- What calls are signed with; a Tink ciphertext bound to the id.
  secret     bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, host)
);
