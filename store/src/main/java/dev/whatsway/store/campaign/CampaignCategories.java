package dev.whatsway.store.campaign;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What Meta counts the templates of a campaign as now: all that it or its journey may send, on the
 * WABAs of all its channels and of those that steps name. The trigger {@code follow_category}
 * follows what changes while the campaign is in the tables; this is for what has changed before.
 */
public final class CampaignCategories {

  private static final String MARKETING = "MARKETING";

  private final JdbcClient jdbc;

  public CampaignCategories(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The categories of a campaign's templates.
   *
   * @param own the campaign's: marketing where a template of its own channel or of a step's is;
   *     null where the first is not there
   * @param marketing whether any is marketing, a fallback channel's, too
   */
  public record Categories(@Nullable String own, boolean marketing) {}

  private record Counted(boolean own, boolean first, String category) {

    boolean marketing() {
      return category.equals(MARKETING);
    }
  }

  /** Reads them. */
  public Categories read(Campaign campaign) {
    return read(campaign, "");
  }

  /**
   * Reads them in the transaction that stores the campaign, and keeps them as they are until then:
   * a change that came in between would find no campaign to follow it.
   */
  public Categories lock(Campaign campaign) {
    return read(campaign, "FOR SHARE OF t");
  }

  /**
   * Has a campaign ask for consent where a template of it is marketing although it is not: what
   * became so while the campaign or its plan was being stored found nobody to tell. Call it within
   * the transaction that stores them.
   */
  public void askForConsent(Campaign campaign) {
    if (!campaign.category().equals(MARKETING) && lock(campaign).marketing()) {
      needConsent(campaign.id());
    }
  }

  /** Has a campaign ask for consent from now on. Call it within the caller's transaction. */
  public void needConsent(UUID campaignId) {
    jdbc.sql("UPDATE campaigns SET consent_needed = true WHERE id = :id AND NOT consent_needed")
        .param("id", campaignId)
        .update();
  }

  private Categories read(Campaign campaign, String lock) {
    List<Counted> counted =
        jdbc.sql(
                """
                SELECT g.of_step OR t.waba_id = (SELECT waba_id FROM channels WHERE id = :channel)
                    AS own,
                  t.name = :name AND t.language = :language AS first, t.category
                FROM templates t
                CROSS JOIN LATERAL (SELECT EXISTS (
                  SELECT FROM plan_sends s JOIN channels h ON h.id = s.channel_id
                  WHERE s.account_id = :account AND s.hash = :journey AND h.account_id = :account
                    AND s.channel_id <> ALL(:channels) AND h.waba_id = t.waba_id
                    AND s.template = t.name || '/' || t.language) AS of_step) AS g
                WHERE t.account_id = :account
                  AND (g.of_step OR t.waba_id IN (SELECT h.waba_id FROM channels h
                      WHERE h.account_id = :account AND h.id = ANY(:channels))
                    AND t.name || '/' || t.language IN (
                      SELECT :name || '/' || :language WHERE :journey::text IS NULL
                      UNION SELECT s.template FROM plan_sends s
                      WHERE s.account_id = :account AND s.hash = :journey
                        AND (s.channel_id IS NULL OR s.channel_id = ANY(:channels))))
                ORDER BY t.id %s
                """
                    .formatted(lock))
            .param("account", campaign.accountId())
            .param("channel", campaign.channelId())
            .param(
                "channels",
                Stream.concat(
                        Stream.of(campaign.channelId()), campaign.fallbackChannelIds().stream())
                    .toArray(UUID[]::new))
            .param("name", campaign.templateName())
            .param("language", campaign.templateLanguage())
            .param("journey", campaign.journeyHash())
            .query(
                (row, n) ->
                    new Counted(
                        row.getBoolean("own"), row.getBoolean("first"), row.getString("category")))
            .list();
    String own =
        counted.stream().anyMatch(template -> template.own() && template.marketing())
            ? MARKETING
            : counted.stream()
                .filter(template -> template.own() && template.first())
                .map(Counted::category)
                .findFirst()
                .orElse(null);
    return new Categories(own, counted.stream().anyMatch(Counted::marketing));
  }
}
