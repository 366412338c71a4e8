-- What people said about marketing, beside the contact's current state (contacts.opt_in_at, opted_out_at). Rows are only
-- added; they go with the person's erasure.
CREATE TABLE consents (
  id          uuid NOT NULL,
  account_id  uuid NOT NULL REFERENCES accounts,
  contact_id  uuid NOT NULL REFERENCES contacts,
  kind        text NOT NULL CHECK (kind IN ('opt_in', 'opt_out')),
  category    text NOT NULL DEFAULT 'marketing' CHECK (category = 'marketing'),
  -- Where it comes from, in words: a form, a keyword.
  source      text NOT NULL,
  recorded_by text NOT NULL CHECK (recorded_by IN ('webhook', 'keyword', 'quick_reply', 'refusal', 'api', 'import')),
  -- What shows it: a wamid, a line of a file, an address.
  proof       text,
  at          timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (contact_id, recorded_at, id)
);
-- A webhook may be handled twice, a file imported twice.
CREATE UNIQUE INDEX consents_once ON consents (contact_id, kind, recorded_by, at);

-- The key of each account's hashes of people, sealed with the deployment's keyset. Made with the first suppression.
CREATE TABLE person_keys (
  account_id uuid PRIMARY KEY REFERENCES accounts,
  sealed     bytea NOT NULL,
  created_at timestamptz NOT NULL
);

-- Who gets nothing, whatever else is stored of them. It names no contact, so that it outlives the person's erasure.
CREATE TABLE suppressions (
  account_id uuid NOT NULL REFERENCES accounts,
  -- HMAC-SHA-256 of the number (E.164 with its plus sign) with the account's key.
  person     bytea NOT NULL,
  reason     text NOT NULL,
  erased     boolean NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (account_id, person)
);

-- Which number is behind a BSUID, as far as a webhook has named both. A word on marketing may come before that.
CREATE TABLE identities (
  account_id uuid NOT NULL REFERENCES accounts,
  user_id    text NOT NULL,
  phone      text,
  stopped_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX identities_phone ON identities (account_id, phone);

CREATE TABLE service_windows (
  contact_id      uuid NOT NULL REFERENCES contacts,
  channel_id      uuid NOT NULL REFERENCES channels,
  last_inbound_at timestamptz NOT NULL,
  -- 24 h later.
  service_until   timestamptz NOT NULL,
  -- When they came from an ad last.
  referred_at     timestamptz,
  PRIMARY KEY (contact_id, channel_id)
) WITH (fillfactor = 80);

-- The account's own keywords; an account without a row has the defaults.
CREATE TABLE opt_out_keywords (
  account_id uuid PRIMARY KEY REFERENCES accounts,
  opt_out    text[] NOT NULL,
  opt_in     text[] NOT NULL,
  updated_at timestamptz NOT NULL
);

-- Quick replies, by text or payload, with which a person opts out.
ALTER TABLE templates ADD COLUMN opt_out_buttons text[] NOT NULL DEFAULT '{}';

-- Set before anything of the person goes, so that nothing is sent or planned meanwhile.
ALTER TABLE contacts ADD COLUMN erased_at timestamptz;

-- A person's messages: for their history, their replies and their erasure.
CREATE INDEX messages_contact ON messages (contact_id, created_at);

-- The free entry point (Meta, "Pricing": 72 h from our answer to somebody who came from an ad, if it comes within 24 h) opens
-- with a message of ours, so it is looked up when somebody asks and costs the sends nothing.
CREATE VIEW contact_windows AS
SELECT w.contact_id, w.channel_id, w.last_inbound_at, w.service_until, w.referred_at, (
    SELECT min(m.accepted_at) + interval '72 hours' FROM messages m
    WHERE m.contact_id = w.contact_id AND m.channel_id = w.channel_id
      AND m.accepted_at >= w.referred_at AND m.accepted_at < w.referred_at + interval '24 hours') AS free_entry_until
FROM service_windows w;

-- Whom an event of the inbox is about: their digits, else their BSUID. Most events are statuses, whose recipient is found in the
-- text at a tenth of the cost of reading its JSON. Text that people write may hold escapes that PostgreSQL refuses. Cut off,
-- because an index refuses what is too long, and with it the event.
CREATE FUNCTION inbox_person(payload text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  recipient text := split_part(split_part(payload, '"recipient_id":"', 2), '"', 1);
  item json;
  contact json;
BEGIN
  IF recipient <> '' THEN
    RETURN left(ltrim(recipient, '+'), 200);
  END IF;
  item := payload::json -> 'item';
  contact := payload::json -> 'contact';
  RETURN left(ltrim(COALESCE(item ->> 'from', item ->> 'wa_id', contact ->> 'wa_id', item ->> 'to', item ->> 'from_user_id',
    item ->> 'recipient_user_id', item ->> 'user_id', contact ->> 'user_id'), '+'), 200);
EXCEPTION WHEN OTHERS THEN
  RETURN substring(payload FROM '"(?:from|wa_id)":"\+?([0-9]{6,15})"');
END $$;
CREATE INDEX inbox_person ON inbox (inbox_person(payload));
