package dev.whatsway.store.recurring;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.campaign.Campaign;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Campaigns as JSON, in a form of its own, since api and workers read each other's rows. Whatever a
 * campaign consists of is copied, so a new field of it needs no word here.
 */
final class Definitions {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  static String write(Campaign campaign) {
    return JSON.writeValueAsString(campaign);
  }

  static Campaign read(String json) {
    return JSON.readValue(json, Campaign.class);
  }

  /**
   * Returns the campaign of one time.
   *
   * @param category the template's by now, null where that is not known
   */
  static Campaign at(
      Instant scheduledAt, RecurringCampaign recurring, @Nullable String category, Instant now) {
    ZoneId zone = ZoneId.of(recurring.timezone());
    ObjectNode copy = JSON.valueToTree(recurring.definition());
    copy.put("id", UUID.randomUUID().toString());
    copy.put(
        "name",
        recurring.definition().name()
            + " "
            + TIME.format(LocalDateTime.ofInstant(scheduledAt, zone)));
    copy.put("timezone", recurring.timezone());
    copy.put("startAt", scheduledAt.toString());
    copy.put("startBy", text(scheduledAt, recurring.startBy()));
    copy.put("endAt", text(scheduledAt, length(recurring)));
    copy.put("misfire", "skip");
    copy.put("status", CampaignStatus.DRAFT.wire());
    copy.put("createdAt", now.toString());
    copy.put("updatedAt", now.toString());
    if (category != null) {
      copy.put("category", category);
    }
    return JSON.treeToValue(copy, Campaign.class);
  }

  private static @Nullable Duration length(RecurringCampaign recurring) {
    return recurring.endAfter() == null && recurring.definition().journeyHash() != null
        ? Campaign.DEFAULT_JOURNEY_LENGTH
        : recurring.endAfter();
  }

  private static @Nullable String text(Instant from, @Nullable Duration length) {
    return length == null ? null : from.plus(length).toString();
  }

  private Definitions() {}
}
