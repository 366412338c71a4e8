-- Times a message may come again after Meta's per-user marketing limit (131049), and the end after which nothing is sent.
ALTER TABLE campaigns
  ADD COLUMN marketing_cap_retries smallint NOT NULL DEFAULT 1 CHECK (marketing_cap_retries BETWEEN 0 AND 7),
  -- NULL: seven days after the start.
  ADD COLUMN end_at timestamptz;

-- Whether the attempt's id goes along as biz_opaque_callback_data on /marketing_messages, where Meta's schema does not list it.
ALTER TABLE channels ADD COLUMN mm_callback_data boolean NOT NULL DEFAULT true;

ALTER TABLE messages
  -- When a queued message that Meta put off comes again; stays when it does. NULL: it was never put off.
  ADD COLUMN put_off_until timestamptz,
  -- Meta's messages[].message_status: accepted, held_for_quality_assessment, paused.
  ADD COLUMN message_status text,
  -- Whether it was sent again, by the channel's policy, after an answer that stayed lost.
  ADD COLUMN resent boolean NOT NULL DEFAULT false;

-- What a lane waits for. Messages that were put off wait for a day: they must neither fill its window nor be counted past.
CREATE INDEX messages_undecided ON messages (campaign_id, ordinal) WHERE status = 'queued' AND put_off_until IS NULL;
CREATE INDEX messages_put_off ON messages (campaign_id, put_off_until) WHERE status = 'queued' AND put_off_until IS NOT NULL;

-- later: refused for now. failed: accepted, and failed by a webhook. NOT VALID: it only allows more than before.
ALTER TABLE attempts
  DROP CONSTRAINT attempts_outcome_check,
  ADD CONSTRAINT attempts_outcome_check CHECK (outcome IN ('accepted', 'refused', 'retryable', 'rate_limited', 'rejected',
    'unknown', 'later', 'failed')) NOT VALID;

CREATE FUNCTION count_resent_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_to_campaign_counter(NEW.campaign_id, 'unknown_resent', 1);
  RETURN NULL;
END $$;

CREATE TRIGGER messages_resent AFTER UPDATE OF resent ON messages
  FOR EACH ROW WHEN (NEW.resent AND NOT OLD.resent)
  EXECUTE FUNCTION count_resent_message();
