CREATE TABLE accounts (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE api_keys (
  id           uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES accounts,
  name         text NOT NULL,
  -- SHA-256 of the whole key: a key has 256 random bits, so a slow hash would add nothing but latency.
  key_hash     bytea NOT NULL UNIQUE,
  created_at   timestamptz NOT NULL,
  revoked_at   timestamptz
);

CREATE TABLE channels (
  id                 uuid PRIMARY KEY,
  account_id         uuid NOT NULL REFERENCES accounts,
  name               text NOT NULL,
  phone_number       text NOT NULL UNIQUE,
  phone_number_id    text NOT NULL UNIQUE,
  waba_id            text NOT NULL,
  -- Tink ciphertexts, bound to the channel's id and the column's name as associated data.
  access_token       bytea NOT NULL,
  app_secret         bytea NOT NULL,
  verify_token       bytea NOT NULL,
  -- NULL: the deployment's WHATSWAY_GRAPH_URL.
  graph_url          text,
  mm_enabled         boolean NOT NULL,
  mm_rollout_percent smallint NOT NULL CHECK (mm_rollout_percent BETWEEN 0 AND 100),
  routing            text NOT NULL CHECK (routing IN ('auto', 'cloud_only')),
  fallback           text NOT NULL CHECK (fallback IN ('definite', 'always')),
  unknown_policy     text NOT NULL CHECK (unknown_policy IN ('give_up', 'resend')),
  -- Messages a second.
  throughput         integer NOT NULL CHECK (throughput BETWEEN 1 AND 1000),
  status             text NOT NULL,
  status_reason      text,
  quality_rating     text NOT NULL,
  messaging_limit    text,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL
);
CREATE INDEX channels_account ON channels (account_id, id);

CREATE TABLE templates (
  id               uuid PRIMARY KEY,
  account_id       uuid NOT NULL REFERENCES accounts,
  waba_id          text NOT NULL,
  name             text NOT NULL,
  language         text NOT NULL,
  category         text NOT NULL CHECK (category IN ('MARKETING', 'UTILITY', 'AUTHENTICATION')),
  status           text NOT NULL,
  parameter_format text NOT NULL CHECK (parameter_format IN ('POSITIONAL', 'NAMED')),
  components       jsonb NOT NULL,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  -- Meta's natural key.
  UNIQUE (account_id, waba_id, name, language)
);

-- The answer a POST with an Idempotency-Key got, so that its repetition gets the same.
CREATE TABLE idempotency_keys (
  account_id   uuid NOT NULL REFERENCES accounts,
  key          text NOT NULL,
  method_path  text NOT NULL,
  -- NULL until the request has been read whole.
  request_hash bytea,
  -- NULL while the first request is under way.
  status       integer,
  content_type text,
  body         bytea,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (account_id, key)
);
