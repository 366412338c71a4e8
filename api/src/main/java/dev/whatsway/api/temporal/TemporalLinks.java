package dev.whatsway.api.temporal;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.WorkflowIds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Links into the Temporal Web UI. */
@Component
public class TemporalLinks {

  private final TemporalSettings settings;

  TemporalLinks(TemporalSettings settings) {
    this.settings = settings;
  }

  /** The list of all workflows of a campaign: its own, its batches, its messages. */
  public String workflowsOf(UUID campaignId) {
    return base()
        + "?query="
        + encode("%s=\"%s\"".formatted(SearchAttributes.CAMPAIGN_ID.getName(), campaignId));
  }

  public String campaign(UUID campaignId) {
    return base() + "/" + encode(WorkflowIds.campaign(campaignId));
  }

  public String message(UUID messageId) {
    return base() + "/" + encode(WorkflowIds.message(messageId));
  }

  public String journey(UUID campaignId, UUID contactId) {
    return base() + "/" + encode(WorkflowIds.journey(campaignId, contactId));
  }

  /** The schedule of a recurring campaign, with what it has started. */
  public String recurring(UUID recurringId) {
    return namespace() + "/schedules/" + encode(WorkflowIds.recurring(recurringId));
  }

  private String base() {
    return namespace() + "/workflows";
  }

  private String namespace() {
    return settings.uiUrl() + "/namespaces/" + encode(settings.namespace());
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
