package dev.whatsway.store.journey;

import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignCategories;
import dev.whatsway.store.campaign.Campaigns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Which plan a campaign's new entrants get, and which people on an older one go over to it. */
@Repository
public class JourneyVersions {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Campaigns campaigns;
  private final JourneyPlans plans;
  private final JsonMapper json;

  public JourneyVersions(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Campaigns campaigns,
      JourneyPlans plans,
      JsonMapper json) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.campaigns = campaigns;
    this.plans = plans;
    this.json = json;
  }

  /** Stores a new campaign with its plan. */
  public void insert(Campaign campaign, JourneyPlan plan) {
    transaction.executeWithoutResult(
        status -> {
          plans.keep(campaign.accountId(), plan.hash(), plan.json());
          campaigns.insert(campaign);
        });
  }

  /**
   * Gives a campaign another plan for those who enter from now on.
   *
   * @param template the name of the template of the plan's first message
   * @return false, with nothing stored, where the campaign is closed
   */
  public boolean change(
      UUID campaignId, JourneyPlan plan, String template, String language, Instant now) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              // A foreign key: the plan must be there first.
              plans.keep(campaigns.get(campaignId).accountId(), plan.hash(), plan.json());
              boolean changed = set(campaignId, plan, template, language, now);
              if (changed) {
                rest(campaignId, plan.hash());
                // What became marketing since the plan was checked found no campaign to tell.
                new CampaignCategories(jdbc).askForConsent(campaigns.get(campaignId));
              } else {
                status.setRollbackOnly();
              }
              return changed;
            }));
  }

  private boolean set(
      UUID campaignId, JourneyPlan plan, String template, String language, Instant now) {
    return jdbc.sql(
                """
                UPDATE campaigns SET journey_hash = :hash, template_name = :template,
                  template_language = :language, updated_at = :now
                WHERE id = :id AND status IN ('draft', 'scheduled', 'running', 'paused')
                """)
            .param("hash", plan.hash())
            .param("template", template)
            .param("language", language)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("id", campaignId)
            .update()
        == 1;
  }

  /**
   * Lets the people on a plan stay there: it is the campaign's again, so an earlier migration away
   * from it would take new entrants to an older plan, and in the end in a circle.
   */
  private void rest(UUID campaignId, String hash) {
    jdbc.sql("DELETE FROM journey_migrations WHERE campaign_id = :id AND from_hash = :hash")
        .param("id", campaignId)
        .param("hash", hash)
        .update();
  }

  /**
   * Has everybody on an older plan go over to the campaign's: who is on their way looks again now,
   * who has not begun finds it when they do.
   *
   * @param to the plan the steps were checked against
   * @param steps the new step, or exit, for each step of the old plan
   * @return people on their way who are told to look; -1, with nothing stored, where the campaign's
   *     plan is another one by now
   */
  public int migrate(
      UUID campaignId, String from, String to, Map<String, String> steps, Instant now) {
    return Objects.requireNonNull(
        transaction.execute(
            status ->
                to.equals(campaigns.hold(campaignId).journeyHash())
                    ? migrateTo(campaignId, from, to, steps, now)
                    : -1));
  }

  private int migrateTo(
      UUID campaignId, String from, String to, Map<String, String> steps, Instant now) {
    jdbc.sql(
            """
            INSERT INTO journey_migrations (campaign_id, from_hash, to_hash, steps, created_at)
            VALUES (:campaign, :from, :to, :steps::jsonb, :now)
            ON CONFLICT (campaign_id, from_hash) DO UPDATE SET
              to_hash = excluded.to_hash, steps = excluded.steps, created_at = excluded.created_at
            """)
        .param("campaign", campaignId)
        .param("from", from)
        .param("to", to)
        .param("steps", json.writeValueAsString(steps))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    tellWhatHappened(campaignId, from, to, now);
    return jdbc.sql(
            """
            INSERT INTO journey_signals (campaign_id, contact_id, kind, due_at)
            SELECT campaign_id, contact_id, 'recheck', :now FROM journeys
            WHERE campaign_id = :campaign AND plan_hash = :from AND status = 'active'
            """)
        .param("campaign", campaignId)
        .param("from", from)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** What only the new plan waits for may have happened when no plan did, and was not told then. */
  private void tellWhatHappened(UUID campaignId, String from, String to, Instant now) {
    jdbc.sql(
            """
            INSERT INTO journey_signals (campaign_id, contact_id, kind, event, subject, message, due_at)
            SELECT m.campaign_id, m.contact_id, 'event', h.what, split_part(m.step, '~', 1),
              journey_message(m.journey, m.step), :now
            FROM campaigns c
            JOIN journey_plans f ON f.account_id = c.account_id AND f.hash = :from
            JOIN journey_plans t ON t.account_id = c.account_id AND t.hash = :to
            JOIN journeys j ON j.campaign_id = c.id AND j.plan_hash = :from AND j.status = 'active'
            JOIN messages m ON m.campaign_id = j.campaign_id
              AND m.ordinal >= j.ordinal * :most AND m.ordinal < (j.ordinal + 1) * :most
            CROSS JOIN LATERAL (VALUES ('sent', m.sent_at), ('delivered', m.delivered_at),
              ('read', m.read_at), ('clicked', m.clicked_at), ('replied', m.replied_at)) AS h (what, at)
            WHERE c.id = :campaign AND NOT t.awaits <@ f.awaits
              AND h.at IS NOT NULL AND h.what = ANY (t.awaits) AND h.what <> ALL (f.awaits)
            """)
        .param("campaign", campaignId)
        .param("from", from)
        .param("to", to)
        .param("most", JourneyMessages.firstOrdinal(1))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }
}
