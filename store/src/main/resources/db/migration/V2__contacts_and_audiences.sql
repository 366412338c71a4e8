CREATE TABLE contacts (
  id            uuid PRIMARY KEY,
  account_id    uuid NOT NULL REFERENCES accounts,
  -- E.164 with its plus sign.
  phone         text NOT NULL,
  name          text,
  -- ISO 3166-1 alpha-2, from the row or from the number.
  country       text,
  timezone      text,
  locale        text,
  attributes    jsonb NOT NULL DEFAULT '{}',
  -- Marketing goes only to contacts with an opt-in later than any opt-out.
  opt_in_at     timestamptz,
  opt_in_source text,
  opted_out_at  timestamptz,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  UNIQUE (account_id, phone)
);

CREATE TABLE audiences (
  id             uuid PRIMARY KEY,
  account_id     uuid NOT NULL REFERENCES accounts,
  name           text NOT NULL,
  status         text NOT NULL CHECK (status IN ('importing', 'ready', 'failed')),
  status_reason  text,
  consent_source text,
  rows           bigint NOT NULL DEFAULT 0,
  accepted       bigint NOT NULL DEFAULT 0,
  rejected       bigint NOT NULL DEFAULT 0,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL
);
CREATE INDEX audiences_account ON audiences (account_id, id);

CREATE TABLE audience_members (
  audience_id uuid NOT NULL REFERENCES audiences,
  -- 0, 1, 2, … without gaps in the order of the file: the keyset a campaign is planned by.
  ordinal     bigint NOT NULL,
  contact_id  uuid NOT NULL REFERENCES contacts,
  -- Line of the file, from 1 (the header's).
  line        bigint NOT NULL,
  PRIMARY KEY (audience_id, ordinal),
  UNIQUE (audience_id, contact_id)
);

CREATE TABLE audience_rejections (
  audience_id uuid NOT NULL REFERENCES audiences,
  line        bigint NOT NULL,
  -- The column at fault, NULL where it is the row as a whole.
  field       text,
  -- Stable word for programs, such as invalid-phone.
  code        text NOT NULL,
  -- For people; never repeats the value.
  reason      text NOT NULL,
  PRIMARY KEY (audience_id, line)
);
