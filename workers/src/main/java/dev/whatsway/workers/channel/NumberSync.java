package dev.whatsway.workers.channel;

import dev.whatsway.store.channel.ChannelUpkeep;
import dev.whatsway.store.channel.ChannelUpkeep.MetasWord;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Stores what Meta says of a number. */
@Component
class NumberSync {

  /**
   * Meta, "Throughput": messages a second, by level; the level {@code HIGH} is seen, not
   * documented.
   */
  private static final Map<String, Integer> THROUGHPUT = Map.of("STANDARD", 80, "HIGH", 1000);

  /** Meta, "Throughput": a number that is used with the WhatsApp Business app too. */
  private static final int COEXISTENCE = 20;

  /** The oldest version of the Graph API with that field. */
  private static final String SHOWS_ONBOARDING = "/v24.0/";

  private final GraphReader graph;
  private final ChannelUpkeep upkeep;

  NumberSync(GraphReader graph, ChannelUpkeep upkeep) {
    this.graph = graph;
    this.upkeep = upkeep;
  }

  void sync(GraphLine line) {
    JsonNode number =
        graph.get(
            line,
            GraphReader.versioned(line.channel().phoneNumberId()),
            Map.of(
                "fields",
                "status,quality_rating,throughput,whatsapp_business_manager_messaging_limit"));
    String status = text(number.path("status"));
    upkeep.store(
        line.channel().id(),
        new MetasWord(
            status == null ? null : status.toLowerCase(Locale.ROOT),
            text(number.path("quality_rating")),
            text(number.path("whatsapp_business_manager_messaging_limit")),
            coexists(line)
                ? Integer.valueOf(COEXISTENCE)
                : THROUGHPUT.get(number.path("throughput").path("level").asString(""))));
  }

  /** The number's node does not say it, but its WABA is not eligible for MM because of it. */
  private boolean coexists(GraphLine line) {
    try {
      return graph
          .get(
              line,
              SHOWS_ONBOARDING + line.channel().wabaId(),
              Map.of("fields", "marketing_messages_onboarding_status"))
          .path("marketing_messages_onboarding_status")
          .asString("")
          .equals("INELIGIBLE_USING_WHATSAPP_BUSINESS_APP");
    } catch (GraphReader.Refused notShown) {
      // A token may lack the permission to read the WABA.
      return false;
    }
  }

  private static @Nullable String text(JsonNode node) {
    String text = node.asString("");
    return text.isBlank() ? null : text;
  }
}
