package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.People;
import dev.whatsway.launcher.demo.SampleTemplate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A number, a template and made-up people whom nothing ails, so that what is measured is ours.
 *
 * @param appSecret what the simulator signs its webhooks with
 */
record BenchShop(ApiClient api, ApiClient simulator, String simulatorUrl, String appSecret) {

  static final String PHONE_NUMBER_ID = "106540352242966";

  private static final int FIRST_NUMBER = 12_345_679;

  /**
   * How long a message takes to be sent, and from then to be delivered, and to be read, where it is
   * told that everybody reads at once. Further apart than the 100 ms that the simulator gathers
   * events for, so that they come in webhooks of their own, as from people who take longer.
   */
  static final List<Duration> AT_ONCE =
      List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(200));

  /** Opens the shop and returns its channel's id. */
  String open(int throughput) {
    return open(throughput, 1).get(0);
  }

  /**
   * Opens a shop with several numbers of one WABA.
   *
   * @param throughput of each number, messages a second
   * @return the ids of their channels
   */
  List<String> open(int throughput, int numbers) {
    simulator.put("/_simulator/behaviour?mode=replace", behaviour(throughput, numbers));
    List<String> channels = new ArrayList<>();
    for (int number = 0; number < numbers; number++) {
      channels.add(channel(throughput, number));
    }
    api.post("/templates", SampleTemplate.from(simulator));
    return channels;
  }

  /** Returns the phone number id of each of so many numbers. */
  static List<String> phoneNumberIds(int numbers) {
    return IntStream.range(0, numbers).mapToObj(BenchShop::phoneNumberId).toList();
  }

  /** Lets everybody read at once; with every webhook that tells of it. */
  void everybodyReads() {
    simulator.put(
        "/_simulator/behaviour",
        Map.of(
            "rates",
            Map.of("reach", Map.of("silent", 0)),
            "webhook_delays_ms",
            Map.of(
                "sent", always(AT_ONCE.get(0)),
                "delivered", always(AT_ONCE.get(1)),
                "read", always(AT_ONCE.get(2)))));
  }

  /** From now on nothing is told of what becomes of a message. */
  void nobodyTells() {
    simulator.put("/_simulator/behaviour", Map.of("rates", Map.of("reach", Map.of("silent", 1))));
  }

  private static Map<String, Object> always(Duration delay) {
    return Map.of("min", delay.toMillis(), "max", delay.toMillis());
  }

  /** Imports people and returns their audience's id. */
  String audience(long recipients) {
    return audience(0, recipients);
  }

  /**
   * Imports people and returns their audience's id.
   *
   * @param first the ordinal of the first of them: where ordinals differ, people do
   */
  String audience(long first, long recipients) {
    People people = new People.Synthetic(first, recipients);
    JsonNode audience =
        api.upload(
            "/audiences?name=" + URLEncoder.encode(people.title(), StandardCharsets.UTF_8),
            people.csv());
    return audience.path("id").asString();
  }

  /** Launches a campaign, to start at once, and returns its id. */
  String launch(String channel, String audience, String tracking) {
    String id = draft(channel, audience, tracking);
    launch(id);
    return id;
  }

  /** Launches a campaign that was drafted. */
  void launch(String campaign) {
    api.post("/campaigns/" + campaign + "/launch", Map.of());
  }

  /** Makes a campaign, which does nothing until it is launched, and returns its id. */
  String draft(String channel, String audience, String tracking) {
    Map<String, Object> campaign = new LinkedHashMap<>();
    campaign.put("name", "Bench");
    campaign.put("channel_id", channel);
    campaign.put("audience_id", audience);
    campaign.put(
        "template", Map.of("name", SampleTemplate.NAME, "language", SampleTemplate.LANGUAGE));
    campaign.put("variables", Map.of("1", "{{name}}"));
    campaign.put("tracking", tracking);
    campaign.put("marketing_cap_retries", 0);
    return api.post("/campaigns", campaign).path("id").asString();
  }

  JsonNode counts(String campaign) {
    return api.get("/campaigns/" + campaign).path("counts");
  }

  private static Map<String, Object> behaviour(int throughput, int numbers) {
    Map<String, Object> phoneNumbers = new LinkedHashMap<>();
    for (String id : phoneNumberIds(numbers)) {
      phoneNumbers.put(
          id,
          Map.of(
              "waba_id",
              SampleTemplate.WABA_ID,
              "throughput_level",
              throughput > 80 ? "HIGH" : "STANDARD",
              "messaging_limit",
              "TIER_UNLIMITED"));
    }
    return Map.of(
        "latency_ms",
        Map.of("min", 50, "max", 50),
        "throughput",
        Map.of("per_second", throughput, "burst", throughput),
        "phone_numbers",
        phoneNumbers);
  }

  private static String phoneNumberId(int number) {
    return Long.toString(Long.parseLong(PHONE_NUMBER_ID) + number);
  }

  private String channel(int throughput, int number) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", "Bench " + number);
    settings.put("phone_number", "+49151" + (FIRST_NUMBER + number));
    settings.put("phone_number_id", phoneNumberId(number));
    settings.put("waba_id", SampleTemplate.WABA_ID);
    settings.put("access_token", DemoRun.ACCESS_TOKEN);
    settings.put("app_secret", appSecret);
    settings.put("verify_token", "simulator-verify-token");
    settings.put("graph_url", simulatorUrl);
    settings.put("mm_enabled", true);
    settings.put("throughput", throughput);
    return api.post("/channels", settings).path("id").asString();
  }
}
