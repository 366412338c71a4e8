-- What messages cost is counted with the rest, a statement at a time: webhooks price hundreds of messages in one.
DROP TRIGGER messages_priced ON messages;
DROP FUNCTION count_message_cost();

CREATE OR REPLACE FUNCTION count_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM after_change WHERE campaign_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM add_to_campaign_counter(campaign_id, metric, sum(n)::bigint)
  FROM (
    WITH both_sides AS MATERIALIZED (
      SELECT 1 AS sign, * FROM after_change WHERE campaign_id IS NOT NULL
      UNION ALL
      SELECT -1, * FROM before_change WHERE campaign_id IS NOT NULL)
    SELECT campaign_id, sign::numeric AS n, unnest(ARRAY[
      status,
      CASE status WHEN 'skipped' THEN 'skipped:' || skip_reason WHEN 'failed' THEN 'failed:' || error_code END,
      CASE WHEN accepted_at IS NOT NULL THEN 'route:' || route END,
      CASE WHEN accepted_at IS NOT NULL THEN 'reached:accepted' END,
      CASE WHEN sent_at IS NOT NULL THEN 'reached:sent' END,
      CASE WHEN delivered_at IS NOT NULL THEN 'reached:delivered' END,
      CASE WHEN read_at IS NOT NULL THEN 'reached:read' END,
      CASE WHEN clicked_at IS NOT NULL THEN 'clicked' END,
      CASE WHEN replied_at IS NOT NULL THEN 'replied' END,
      CASE WHEN fell_back THEN 'fallbacks' END,
      CASE WHEN cost IS NOT NULL THEN 'priced' END]) AS metric
    FROM both_sides
    UNION ALL
    -- Money in ten-thousandths of its currency.
    SELECT campaign_id, sign * 10000 * cost, 'cost:' || cost_currency FROM both_sides WHERE cost IS NOT NULL
    UNION ALL
    SELECT campaign_id, sign * 10000 * saved, 'saved:' || cost_currency FROM both_sides WHERE saved IS NOT NULL
  ) AS counted
  WHERE metric IS NOT NULL
  GROUP BY campaign_id, metric
  HAVING sum(n) <> 0
  ORDER BY campaign_id, metric;
  RETURN NULL;
END $$;
