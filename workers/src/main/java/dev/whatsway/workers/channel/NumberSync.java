package dev.whatsway.workers.channel;

import dev.whatsway.store.channel.AccountStops;
import dev.whatsway.store.channel.ChannelUpkeep;
import dev.whatsway.store.channel.ChannelUpkeep.MetasWord;
import dev.whatsway.store.channel.Stop;
import dev.whatsway.store.channel.Stops.Refusal;
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

  private static final String LOW = "RED";

  /** Meta's status of a number whose quality was low for too long. */
  private static final String FLAGGED = "FLAGGED";

  /** As the refusals that such a number is about to meet. */
  private static final Refusal TOO_LOW =
      new Refusal(
          Stop.Cause.NUMBER,
          131048,
          "Meta rates the number's quality as low (RED, or the number flagged): too many of its messages were blocked or"
              + " reported as spam.",
          "Send to fewer people, who want it; resume when WhatsApp Manager shows a better"
              + " quality, or at once if you know what you do.");

  private final GraphReader graph;
  private final ChannelUpkeep upkeep;
  private final AccountStops stops;

  NumberSync(GraphReader graph, ChannelUpkeep upkeep, AccountStops stops) {
    this.graph = graph;
    this.upkeep = upkeep;
    this.stops = stops;
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
    String quality = text(number.path("quality_rating"));
    boolean low = LOW.equals(quality) || FLAGGED.equals(status);
    // Not again while it stays so: a person may have resumed its campaigns knowing it. The stop
    // comes first: whoever dies in between finds it low and not stored, and stops it again.
    if (low && !upkeep.isLow(line.channel().id())) {
      stops.openForNumber(line.channel().id(), TOO_LOW);
    }
    upkeep.store(
        line.channel().id(),
        new MetasWord(
            status == null ? null : status.toLowerCase(Locale.ROOT),
            quality,
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
