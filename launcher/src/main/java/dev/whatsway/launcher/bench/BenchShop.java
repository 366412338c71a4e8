package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.People;
import dev.whatsway.launcher.demo.SampleTemplate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A number, a template and made-up people whom nothing ails, so that what is measured is ours.
 *
 * @param appSecret what the simulator signs its webhooks with
 */
record BenchShop(ApiClient api, ApiClient simulator, String simulatorUrl, String appSecret) {

  static final String PHONE_NUMBER_ID = "106540352242966";

  /** Opens the shop and returns its channel's id. */
  String open(int throughput) {
    return open(throughput, Map.of());
  }

  /**
   * Opens the shop and returns its channel's id.
   *
   * @param more of the simulator's behaviour
   */
  String open(int throughput, Map<String, Object> more) {
    Map<String, Object> behaviour = new LinkedHashMap<>(behaviour(throughput));
    behaviour.putAll(more);
    simulator.put("/_simulator/behaviour?mode=replace", behaviour);
    String channel = channel(throughput);
    api.post("/templates", SampleTemplate.from(simulator));
    return channel;
  }

  /** Imports people and returns their audience's id. */
  String audience(long recipients) {
    People people = new People.Synthetic(recipients);
    JsonNode audience =
        api.upload(
            "/audiences?name=" + URLEncoder.encode(people.title(), StandardCharsets.UTF_8),
            people.csv());
    return audience.path("id").asString();
  }

  /** Launches a campaign, to start at once, and returns its id. */
  String launch(String channel, String audience, String tracking) {
    Map<String, Object> campaign = new LinkedHashMap<>();
    campaign.put("name", "Bench");
    campaign.put("channel_id", channel);
    campaign.put("audience_id", audience);
    campaign.put(
        "template", Map.of("name", SampleTemplate.NAME, "language", SampleTemplate.LANGUAGE));
    campaign.put("variables", Map.of("1", "{{name}}"));
    campaign.put("tracking", tracking);
    campaign.put("marketing_cap_retries", 0);
    String id = api.post("/campaigns", campaign).path("id").asString();
    api.post("/campaigns/" + id + "/launch", Map.of());
    return id;
  }

  JsonNode counts(String campaign) {
    return api.get("/campaigns/" + campaign).path("counts");
  }

  private static Map<String, Object> behaviour(int throughput) {
    return Map.of(
        "latency_ms",
        Map.of("min", 50, "max", 50),
        "throughput",
        Map.of("per_second", throughput, "burst", throughput),
        "phone_numbers",
        Map.of(
            PHONE_NUMBER_ID,
            Map.of(
                "waba_id",
                SampleTemplate.WABA_ID,
                "throughput_level",
                throughput > 80 ? "HIGH" : "STANDARD",
                "messaging_limit",
                "TIER_UNLIMITED")));
  }

  private String channel(int throughput) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", "Bench");
    settings.put("phone_number", "+4915112345679");
    settings.put("phone_number_id", PHONE_NUMBER_ID);
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
