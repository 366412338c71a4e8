package dev.whatsway.store.template;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What stands in the way of changing a template. */
@Repository
public class TemplateUses {

  private final JdbcClient jdbc;

  public TemplateUses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns the campaigns that are launched and not over, and send the template: through their own
   * channel, a fallback or a step's channel.
   */
  public List<UUID> openCampaigns(Template template) {
    return jdbc.sql(
            """
            SELECT c.id FROM campaigns c
            WHERE c.account_id = :account AND c.status IN ('scheduled', 'running', 'paused')
              AND (EXISTS (SELECT FROM channels h
                  WHERE h.id = ANY (c.channel_id || c.fallback_channel_ids) AND h.waba_id = :waba)
                AND :template IN (
                  SELECT campaign_templates(c.id, c.template_name, c.template_language))
                OR EXISTS (SELECT FROM campaign_step_sends s WHERE s.campaign_id = c.id
                  AND s.waba_id = :waba AND s.template = :template))
            ORDER BY c.id
            """)
        .param("account", template.accountId())
        .param("waba", template.wabaId())
        .param("template", template.name() + "/" + template.language())
        .query(UUID.class)
        .list();
  }
}
