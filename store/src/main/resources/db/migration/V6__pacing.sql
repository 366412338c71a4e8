-- What Meta's portfolio is called, across WABAs; NULL: the WABA alone.
ALTER TABLE channels ADD COLUMN portfolio_id text;

-- The calendar of a number: everyone who sends from it books slots here, so that its rate holds however many processes send.
CREATE TABLE number_pace (
  channel_id   uuid PRIMARY KEY REFERENCES channels,
  -- The next free slot, unless it has passed.
  booked_until timestamptz NOT NULL,
  -- Nobody books before.
  quiet_until  timestamptz NOT NULL,
  -- Meta asked to slow down: the share of the rate that was left then; it grows back.
  slowed_to    double precision NOT NULL DEFAULT 1 CHECK (slowed_to BETWEEN 0.125 AND 1),
  slowed_at    timestamptz NOT NULL
) WITH (fillfactor = 20);

-- The share of its rate that a number has: it grows back to 1 evenly within a minute.
CREATE FUNCTION pace_share(slowed_to double precision, slowed_at timestamptz, at timestamptz) RETURNS double precision
LANGUAGE sql IMMUTABLE AS $$
  SELECT LEAST(1, slowed_to + (1 - slowed_to) * GREATEST(0, extract(epoch FROM at - slowed_at)::double precision) / 60)
$$;

-- Locks a channel's calendar, making it where there is none.
CREATE FUNCTION lock_pace(channel uuid) RETURNS number_pace LANGUAGE plpgsql AS $$
DECLARE
  pace number_pace;
BEGIN
  -- A calendar lost in a crash of the server is one of slots that have passed, so nobody waits for its disk.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT * INTO pace FROM number_pace WHERE channel_id = channel FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO number_pace (channel_id, booked_until, quiet_until, slowed_at) VALUES (channel, 'epoch', 'epoch', 'epoch')
    ON CONFLICT (channel_id) DO NOTHING;
    SELECT * INTO STRICT pace FROM number_pace WHERE channel_id = channel FOR UPDATE;
  END IF;
  RETURN pace;
END $$;

-- Books up to `wanted` slots in a row, spacing_us microseconds apart; the first is first_in_us from now. None: ask again in
-- first_in_us. Marketing books only into a calendar that is less than half of the horizon full, and not beyond the horizon:
-- by halves, so that a full calendar is not nibbled at slot by slot. The clock is read after the lock was waited for.
CREATE FUNCTION book_slots(channel uuid, wanted integer, marketing boolean, horizon_us bigint, headroom double precision,
  at_time timestamptz, OUT slots integer, OUT first_in_us bigint, OUT spacing_us bigint)
LANGUAGE plpgsql AS $$
DECLARE
  pace number_pace := lock_pace(channel);
  at timestamptz := COALESCE(at_time, clock_timestamp());
  ahead_us bigint := GREATEST(0, extract(epoch FROM pace.booked_until - at) * 1000000);
BEGIN
  SELECT ceil(1000000 / (c.throughput * headroom * pace_share(pace.slowed_to, pace.slowed_at, at)))
  INTO STRICT spacing_us FROM channels c WHERE c.id = channel;
  IF ahead_us > 60000000 THEN
    -- Nobody books that far: the server's clock was set back.
    ahead_us := 0;
  END IF;
  slots := 0;
  first_in_us := ahead_us;
  IF pace.quiet_until > at THEN
    first_in_us := ceil(extract(epoch FROM pace.quiet_until - at) * 1000000);
  ELSIF marketing AND ahead_us > horizon_us / 2 THEN
    first_in_us := ahead_us - horizon_us / 2;
  ELSE
    slots := LEAST(wanted, GREATEST(1, (horizon_us - CASE WHEN marketing THEN ahead_us ELSE 0 END) / spacing_us));
    UPDATE number_pace SET booked_until = at + (ahead_us + slots * spacing_us) * interval '1 microsecond'
    WHERE channel_id = channel;
  END IF;
END $$;

-- Meta asked to slow down: half of the share that was left, and a second's quiet. Told within a second of the last time, it is
-- the same incident: the calls in flight all met the same limit.
CREATE FUNCTION slow_number(channel uuid, at_time timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  pace number_pace := lock_pace(channel);
  at timestamptz := COALESCE(at_time, clock_timestamp());
BEGIN
  UPDATE number_pace p SET slowed_to = GREATEST(0.125, pace_share(p.slowed_to, p.slowed_at, at) / 2), slowed_at = at,
    quiet_until = GREATEST(p.quiet_until, at + interval '1 second')
  WHERE p.channel_id = channel AND p.slowed_at <= at - interval '1 second';
END $$;

CREATE FUNCTION quiet_number(channel uuid, duration interval, at_time timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  pace number_pace := lock_pace(channel);
BEGIN
  UPDATE number_pace p
  SET quiet_until = GREATEST(p.quiet_until, COALESCE(at_time, clock_timestamp()) + duration)
  WHERE p.channel_id = channel;
END $$;

-- What a number owes to one recipient: each send adds an interval, and the debt may be worth a burst at most. Rows whose
-- debt is paid mean nothing and are cleared away. No foreign keys: a row lives for minutes.
CREATE TABLE pair_pace (
  channel_id uuid NOT NULL,
  -- The first half of the SHA-256 of the number: short, and the same for a number that is no contact.
  recipient  uuid NOT NULL,
  owed_until timestamptz NOT NULL,
  PRIMARY KEY (channel_id, recipient)
);
CREATE INDEX pair_pace_paid ON pair_pace (owed_until);

-- Who was written to within a portfolio's 24 hours, by quarters of an hour since the epoch.
CREATE TABLE portfolio_people (
  account_id uuid NOT NULL,
  portfolio  text NOT NULL,
  -- As pair_pace.recipient.
  person     uuid NOT NULL,
  bucket     integer NOT NULL,
  -- The bucket before the last send, whose count the person has left.
  prior      integer,
  PRIMARY KEY (account_id, portfolio, person)
);
CREATE INDEX portfolio_people_age ON portfolio_people (bucket);

-- How many people are in each bucket, so that nobody counts them. A shard alone may be negative.
CREATE TABLE portfolio_counters (
  account_id uuid NOT NULL,
  portfolio  text NOT NULL,
  bucket     integer NOT NULL,
  shard      smallint NOT NULL,
  n          bigint NOT NULL,
  PRIMARY KEY (account_id, portfolio, bucket, shard)
) WITH (fillfactor = 50);

CREATE FUNCTION portfolio_used(of_account uuid, of_portfolio text, oldest integer) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT COALESCE(sum(n), 0)::bigint FROM portfolio_counters
  WHERE account_id = of_account AND portfolio = of_portfolio AND bucket >= oldest
$$;

-- Counts people into the portfolio's budget and returns those that are in it; persons are distinct, earlier ones come first.
--
-- Sums do not see what other transactions have not committed yet: at most one page of 200 for each other connection. While
-- that many would still fit, transactions count side by side, each with a shared lock. Nearer to the limit they go one by
-- one: the exclusive lock also waits for those with a shared one, and what is read after it is all there is.
CREATE FUNCTION count_people(of_account uuid, of_portfolio text, persons uuid[], at_most bigint, this_bucket integer)
RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  -- 24 hours and the part of a bucket that has begun.
  oldest integer := this_bucket - 96;
  lock_key bigint := hashtextextended(of_account || '/' || of_portfolio, 0);
  needed bigint := cardinality(persons)
    + current_setting('max_connections')::bigint * GREATEST(200, cardinality(persons));
  room bigint := at_most - portfolio_used(of_account, of_portfolio, oldest);
  allowed uuid[] := persons;
BEGIN
  IF needed <= room THEN
    PERFORM pg_advisory_xact_lock_shared(lock_key);
    IF needed > at_most - portfolio_used(of_account, of_portfolio, oldest) THEN
      -- It has come near the limit just now. A shared lock cannot become exclusive without a deadlock: come again.
      RETURN;
    END IF;
  ELSE
    PERFORM pg_advisory_xact_lock(lock_key);
    room := at_most - portfolio_used(of_account, of_portfolio, oldest);
    SELECT COALESCE(array_agg(c.person ORDER BY c.place), '{}') INTO allowed
    FROM (
      SELECT p.person, p.place, k.person IS NOT NULL AS known,
        row_number() OVER (PARTITION BY k.person IS NULL ORDER BY p.place) AS turn
      FROM unnest(persons) WITH ORDINALITY AS p (person, place)
      LEFT JOIN portfolio_people k ON k.account_id = of_account AND k.portfolio = of_portfolio
        AND k.person = p.person AND k.bucket >= oldest) AS c
    WHERE c.known OR c.turn <= room;
  END IF;
  WITH moved AS (
    INSERT INTO portfolio_people AS k (account_id, portfolio, person, bucket)
    SELECT of_account, of_portfolio, p.person, this_bucket FROM unnest(allowed) AS p (person) ORDER BY p.person
    ON CONFLICT (account_id, portfolio, person) DO UPDATE SET prior = k.bucket, bucket = excluded.bucket
      WHERE k.bucket < excluded.bucket
    RETURNING k.prior
  ), changes AS (
    SELECT this_bucket AS bucket, 1 AS change FROM moved
    UNION ALL
    SELECT m.prior, -1 FROM moved m WHERE m.prior >= oldest
  )
  INSERT INTO portfolio_counters AS c (account_id, portfolio, bucket, shard, n)
  SELECT of_account, of_portfolio, h.bucket, pg_backend_pid() % 8, sum(h.change) FROM changes h
  GROUP BY h.bucket ORDER BY h.bucket
  ON CONFLICT (account_id, portfolio, bucket, shard) DO UPDATE SET n = c.n + excluded.n;
  RETURN QUERY SELECT unnest(allowed);
END $$;
