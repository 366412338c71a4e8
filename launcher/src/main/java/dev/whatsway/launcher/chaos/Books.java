package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.demo.ApiClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads both sides' books, page by page. */
final class Books {

  private static final int OUR_PAGE = 500;
  private static final int METAS_PAGE = 1_000;

  private final PatientClient api;
  private final ApiClient simulator;

  Books(PatientClient api, ApiClient simulator) {
    this.api = api;
    this.simulator = simulator;
  }

  OurBooks ours(List<Launched> launched) {
    List<OurBooks.Campaign> campaigns = new ArrayList<>();
    List<OurBooks.Message> messages = new ArrayList<>();
    for (Launched campaign : launched) {
      campaigns.add(campaign(campaign));
      messages(campaign, messages);
    }
    return new OurBooks(List.copyOf(campaigns), List.copyOf(messages));
  }

  MetasBooks metas() {
    JsonNode summary = simulator.get("/_simulator/summary");
    return new MetasBooks(
        summary.path("duplicate_sends").asLong(),
        summary.path("webhooks").path("pending").asLong(),
        all("/_simulator/sends", Books::send),
        all("/_simulator/lost", Books::lost));
  }

  /** How many sends the simulator has accepted so far. */
  long accepted() {
    return simulator.get("/_simulator/summary").path("accepted_sends").asLong();
  }

  private OurBooks.Campaign campaign(Launched launched) {
    JsonNode campaign = api.get("/campaigns/" + launched.id());
    Map<String, Long> counts = new HashMap<>();
    campaign
        .path("counts")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNumber()) {
                counts.put(entry.getKey(), entry.getValue().asLong());
              }
            });
    return new OurBooks.Campaign(
        launched.id(), launched.tracking(), campaign.path("status").asString(), counts);
  }

  private void messages(Launched campaign, List<OurBooks.Message> messages) {
    @Nullable String cursor = "";
    while (cursor != null) {
      JsonNode page =
          api.get("/campaigns/" + campaign.id() + "/messages?limit=" + OUR_PAGE + cursor);
      for (JsonNode message : page.path("data")) {
        messages.add(message(campaign, message));
      }
      JsonNode next = page.path("next_cursor");
      cursor = next.isString() ? "&cursor=" + next.asString() : null;
    }
  }

  private static OurBooks.Message message(Launched campaign, JsonNode message) {
    return new OurBooks.Message(
        message.path("id").asString(),
        campaign.id(),
        message.path("contact").asString().substring(1),
        message.path("status").asString(),
        message.path("attempts").valueStream().map(Books::attempt).toList());
  }

  private static OurBooks.Attempt attempt(JsonNode attempt) {
    JsonNode outcome = attempt.path("outcome");
    return new OurBooks.Attempt(
        attempt.path("id").asString(),
        Instant.parse(attempt.path("started_at").asString()),
        outcome.isString() ? outcome.asString() : null);
  }

  private <T> List<T> all(String path, Function<JsonNode, T> read) {
    List<T> all = new ArrayList<>();
    JsonNode page;
    do {
      page = simulator.get(path + "?limit=" + METAS_PAGE + "&offset=" + all.size());
      page.forEach(item -> all.add(read.apply(item)));
    } while (page.size() == METAS_PAGE);
    return List.copyOf(all);
  }

  private static MetasBooks.Send send(JsonNode send) {
    return new MetasBooks.Send(
        send.path("to").asString(),
        Instant.parse(send.path("at").asString()),
        send.path("biz_opaque_callback_data").asString(""));
  }

  private static MetasBooks.LostAnswer lost(JsonNode lost) {
    return new MetasBooks.LostAnswer(
        lost.path("biz_opaque_callback_data").asString(""), lost.path("connection").asString());
  }
}
