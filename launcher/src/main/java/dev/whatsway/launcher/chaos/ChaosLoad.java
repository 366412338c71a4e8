package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.PatientClient.Answer;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.SampleTemplate;
import dev.whatsway.launcher.process.Pause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** Launches campaigns through the public API, so that there is always one that can be hurt. */
final class ChaosLoad {

  static final Set<String> CLOSED = Set.of("completed", "canceled", "missed", "failed");

  private static final String PHONE_NUMBER_ID = "106540352242977";

  /** A campaign of a mode is launched when those that run have less than this left to send. */
  private static final long ENOUGH_LEFT = 100;

  /** Those that wait for lost answers stay open for minutes; more of them would prove no more. */
  private static final int OPEN_AT_MOST = 8;

  private static final int SMALLEST = 120;
  private static final int LARGEST = 300;

  private final PatientClient api;
  private final ApiClient simulator;
  private final Secrets secrets;
  private final Crowd crowd = new Crowd();
  private final Random sizes;
  private final List<Launched> launched = new CopyOnWriteArrayList<>();
  private String channel = "";

  /**
   * What the channel is made with and no log may show.
   *
   * @param appSecret what the simulator signs its webhooks with
   */
  record Secrets(String graphUrl, String accessToken, String appSecret, String verifyToken) {}

  ChaosLoad(PatientClient api, ApiClient simulator, Secrets secrets, long seed) {
    this.api = api;
    this.simulator = simulator;
    this.secrets = secrets;
    this.sizes = new Random(seed);
  }

  /** Makes channel and template. */
  void prepare() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", "Chaos");
    settings.put("phone_number", "+4915112345678");
    settings.put("phone_number_id", PHONE_NUMBER_ID);
    settings.put("waba_id", SampleTemplate.WABA_ID);
    settings.put("access_token", secrets.accessToken());
    settings.put("app_secret", secrets.appSecret());
    settings.put("verify_token", secrets.verifyToken());
    settings.put("graph_url", secrets.graphUrl());
    settings.put("mm_enabled", true);
    settings.put("unknown_policy", "give_up");
    channel = made("/channels", api.post("/channels", settings));
    made("/templates", api.post("/templates", SampleTemplate.from(simulator)));
  }

  /** Sees to it that campaigns of one mode have something left to send until it is over. */
  void keepLaunching(String tracking, BooleanSupplier over) {
    List<Launched> open = new ArrayList<>(launched);
    open.removeIf(campaign -> !campaign.tracking().equals(tracking));
    while (!over.getAsBoolean()) {
      open.removeIf(campaign -> CLOSED.contains(status(campaign)));
      long left = open.stream().mapToLong(this::left).sum();
      if (left < ENOUGH_LEFT && open.size() < OPEN_AT_MOST) {
        open.add(launch(tracking));
      } else if (!Pause.millis(500)) {
        return;
      }
    }
  }

  /**
   * Launches one campaign to people that no other writes to.
   *
   * @throws LauncherException when the API refuses it
   */
  Launched launch(String tracking) {
    String name = "chaos " + tracking + " " + (launched.size() + 1);
    String audience =
        made(
            "/audiences",
            api.post("/audiences?name=chaos&consent_source=chaos", "text/csv", crowd.csv(size())));
    String id = made("/campaigns", api.post("/campaigns", campaign(name, audience, tracking)));
    Launched campaign = new Launched(id, tracking);
    // From here on it may send, whatever becomes of the answer.
    launched.add(campaign);
    String path = "/campaigns/" + id + "/launch";
    Answer answer = api.post(path, Map.of());
    // A first launch whose answer was lost may have been carried out and over by now.
    if (!answer.good() && !CLOSED.contains(status(campaign))) {
      throw api.refused("POST", path, answer);
    }
    return campaign;
  }

  /** Returns every campaign that was launched, oldest first. */
  List<Launched> launched() {
    return List.copyOf(launched);
  }

  /** How many messages of an open campaign wait to be sent; one that is not planned has enough. */
  private long left(Launched campaign) {
    JsonNode counts = api.get("/campaigns/" + campaign.id()).path("counts");
    return counts.path("planned").asLong() == 0 ? ENOUGH_LEFT : counts.path("queued").asLong();
  }

  String status(Launched campaign) {
    return api.get("/campaigns/" + campaign.id()).path("status").asString();
  }

  private Map<String, Object> campaign(String name, String audience, String tracking) {
    return Map.of(
        "name",
        name,
        "channel_id",
        channel,
        "audience_id",
        audience,
        "template",
        Map.of("name", SampleTemplate.NAME, "language", SampleTemplate.LANGUAGE),
        "variables",
        Map.of("1", "{{name}}"),
        "tracking",
        tracking,
        // None comes again after a day, so none keeps its campaign open for it.
        "marketing_cap_retries",
        0,
        // The simulator's webhooks come within seconds, Meta's within days.
        "unknown_deadline",
        "PT45S");
  }

  private synchronized int size() {
    return SMALLEST + sizes.nextInt(LARGEST - SMALLEST + 1);
  }

  private String made(String path, Answer answer) {
    if (!answer.good()) {
      throw api.refused("POST", path, answer);
    }
    return answer.body().path("id").asString();
  }
}
