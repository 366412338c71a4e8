package dev.whatsway.store.journey;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who came into which arm of a split, and which arm has won. */
@Repository
public class SplitLedger {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  public SplitLedger(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** Notes an arm, for which the person's next message counts; a repetition changes nothing. */
  public void enter(UUID campaignId, long ordinal, String step, String arm) {
    String name = step + ":" + arm;
    transaction.executeWithoutResult(
        status -> {
          int added =
              jdbc.sql(
                      """
                      UPDATE journeys SET arms = array_append(arms, :arm::text)
                      WHERE campaign_id = :campaign AND ordinal = :ordinal AND NOT :arm::text = ANY (arms)
                      """)
                  .param("arm", name)
                  .param("campaign", campaignId)
                  .param("ordinal", ordinal)
                  .update();
          if (added == 1) {
            jdbc.sql("SELECT add_to_campaign_counter(:campaign, :metric, 1)")
                .param("campaign", campaignId)
                .param("metric", "arm:" + name + ":entered")
                .query(row -> {});
          }
        });
  }

  /** Returns a count for each arm of a split: {@code entered}, {@code read}, … */
  public Map<String, Long> counts(UUID campaignId, String step, String what) {
    String prefix = "arm:" + step + ":";
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(
            """
            SELECT metric, sum(n) AS n FROM campaign_counters
            WHERE campaign_id = :campaign AND starts_with(metric, :prefix)
            GROUP BY metric
            """)
        .param("campaign", campaignId)
        .param("prefix", prefix)
        .query(
            row -> {
              String metric = row.getString("metric");
              if (metric.endsWith(":" + what)) {
                counts.put(
                    metric.substring(prefix.length(), metric.length() - what.length() - 1),
                    row.getLong("n"));
              }
            });
    return counts;
  }

  public Optional<String> winner(UUID campaignId, String planHash, String step) {
    return jdbc.sql(
            """
            SELECT arm FROM journey_winners
            WHERE campaign_id = :campaign AND plan_hash = :plan AND step = :step
            """)
        .param("campaign", campaignId)
        .param("plan", planHash)
        .param("step", step)
        .query(String.class)
        .optional();
  }

  /** Stores a winner, unless another look was faster; returns the one that counts. */
  public String decide(UUID campaignId, String planHash, String step, String arm) {
    jdbc.sql(
            """
            INSERT INTO journey_winners (campaign_id, plan_hash, step, arm, decided_at)
            VALUES (:campaign, :plan, :step, :arm, :now) ON CONFLICT DO NOTHING
            """)
        .param("campaign", campaignId)
        .param("plan", planHash)
        .param("step", step)
        .param("arm", arm)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    return winner(campaignId, planHash, step).orElseThrow();
  }
}
