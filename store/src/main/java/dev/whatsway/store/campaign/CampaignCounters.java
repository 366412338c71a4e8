package dev.whatsway.store.campaign;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the counters that the messages table keeps. */
@Repository
public class CampaignCounters {

  private final JdbcClient jdbc;

  public CampaignCounters(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public CampaignCounts of(UUID campaignId) {
    Map<String, Long> metrics = new HashMap<>();
    jdbc.sql(
            """
            SELECT metric, sum(n)::bigint AS n FROM campaign_counters
            WHERE campaign_id = :campaign GROUP BY metric
            """)
        .param("campaign", campaignId)
        .query((row, n) -> metrics.put(row.getString(1), row.getLong(2)))
        .list();
    return new CampaignCounts(metrics);
  }
}
