-- What a key may be used for. Keys from before could do everything, and still can.
ALTER TABLE api_keys
  ADD COLUMN scopes text[] NOT NULL DEFAULT '{admin}'
    CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['admin', 'manage', 'read', 'gateway']),
  -- Requests a second; NULL: no limit.
  ADD COLUMN per_second integer CHECK (per_second BETWEEN 1 AND 10000);

-- From here on whoever makes a key has to say it: nobody gets everything by leaving it out.
ALTER TABLE api_keys ALTER COLUMN scopes DROP DEFAULT;

CREATE INDEX api_keys_account ON api_keys (account_id, id);
