package dev.whatsway.store.journey;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who came into which arm of a split, and which arm has won. */
@Repository
public class SplitLedger {

  /** A look reads the campaign's messages of splits. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  public SplitLedger(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** A split of one of a campaign's plans: another plan's of the same name is another. */
  public record Split(UUID campaignId, String planHash, String step) {

    String arm(String name) {
      return step + ":" + name + "@" + planHash.substring(0, Math.min(8, planHash.length()));
    }
  }

  /** What people can do with a message. */
  public enum Reaction {
    READ("read_at"),
    CLICKED("clicked_at"),
    REPLIED("replied_at");

    private final String column;

    Reaction(String column) {
      this.column = column;
    }
  }

  /** Notes an arm, for which the person's next message counts; a repetition changes nothing. */
  public void enter(Split split, long ordinal, String arm) {
    transaction.executeWithoutResult(
        status -> {
          int added =
              jdbc.sql(
                      """
                      UPDATE journeys SET arms = array_append(arms, :arm::text)
                      WHERE campaign_id = :campaign AND ordinal = :ordinal AND NOT :arm::text = ANY (arms)
                      """)
                  .param("arm", split.arm(arm))
                  .param("campaign", split.campaignId())
                  .param("ordinal", ordinal)
                  .update();
          if (added == 1) {
            jdbc.sql("SELECT add_to_campaign_counter(:campaign, :metric, 1)")
                .param("campaign", split.campaignId())
                .param("metric", "arm:" + split.step() + ":" + arm + ":entered")
                .query(row -> {});
          }
        });
  }

  /** Returns how many came into the arms of a step, by all plans. */
  public long entered(UUID campaignId, String step, List<String> arms) {
    return jdbc.sql(
            """
            SELECT COALESCE(sum(n), 0) FROM campaign_counters
            WHERE campaign_id = :campaign AND metric = ANY (:metrics)
            """)
        .param("campaign", campaignId)
        .param(
            "metrics",
            arms.stream().map(arm -> "arm:" + step + ":" + arm + ":entered").toArray(String[]::new))
        .query(Long.class)
        .single();
  }

  /** The first messages behind an arm, and how many of them were reacted to. */
  public record Tally(long messages, long reactions) {}

  /** Counts, by arm, the messages behind a split that Meta took at least {@code patience} ago. */
  public Map<String, Tally> tally(
      Split split, List<String> arms, Reaction reaction, Duration patience) {
    Map<String, String> names = new HashMap<>();
    arms.forEach(arm -> names.put(split.arm(arm), arm));
    Map<String, Tally> tallies = new HashMap<>();
    jdbc.sql(
            """
            SELECT arm, count(*) AS messages, count(%s) AS reactions
            FROM messages CROSS JOIN LATERAL unnest(arms) AS arm
            WHERE campaign_id = :campaign AND arms <> '{}' AND accepted_at <= :until
              AND arm = ANY (:arms)
            GROUP BY arm
            """
                .formatted(reaction.column))
        .param("campaign", split.campaignId())
        .param("until", now().minus(patience))
        .param("arms", names.keySet().toArray(String[]::new))
        .query(
            row -> {
              tallies.put(
                  names.get(row.getString("arm")),
                  new Tally(row.getLong("messages"), row.getLong("reactions")));
            });
    return tallies;
  }

  /** What is known of a winner; {@code due} where it may be looked for now. */
  public record Finding(@Nullable String arm, boolean due) {}

  /** Returns the arm that has won, or whether it is time to look for it again. */
  public Finding winner(Split split) {
    return jdbc.sql(
            """
            SELECT arm, arm IS NULL AND looked_at <= :before FROM journey_winners
            WHERE campaign_id = :campaign AND plan_hash = :plan AND step = :step
            """)
        .param("before", now().minus(BETWEEN_LOOKS))
        .param("campaign", split.campaignId())
        .param("plan", split.planHash())
        .param("step", split.step())
        .query((row, n) -> new Finding(row.getString(1), row.getBoolean(2)))
        .optional()
        .orElse(new Finding(null, true));
  }

  /** Returns true to one of those who ask within a minute, whichever process they are in. */
  public boolean looks(Split split) {
    return jdbc.sql(
                """
                INSERT INTO journey_winners AS w (campaign_id, plan_hash, step, looked_at)
                VALUES (:campaign, :plan, :step, :now)
                ON CONFLICT (campaign_id, plan_hash, step) DO UPDATE SET looked_at = excluded.looked_at
                  WHERE w.arm IS NULL AND w.looked_at <= :before
                """)
            .param("campaign", split.campaignId())
            .param("plan", split.planHash())
            .param("step", split.step())
            .param("now", now())
            .param("before", now().minus(BETWEEN_LOOKS))
            .update()
        == 1;
  }

  /** Stores the winner of a split that was looked at, unless there is one. */
  public void decide(Split split, String arm) {
    jdbc.sql(
            """
            UPDATE journey_winners SET arm = :arm, decided_at = :now
            WHERE campaign_id = :campaign AND plan_hash = :plan AND step = :step AND arm IS NULL
            """)
        .param("campaign", split.campaignId())
        .param("plan", split.planHash())
        .param("step", split.step())
        .param("arm", arm)
        .param("now", now())
        .update();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
