package dev.whatsway.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients that know nothing of WhatsWay send every type of message, first to the simulator, then
 * through the gateway with nothing but another address and token. What Meta gets must be the same.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class GatewayClientsTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NUMBER = "106540352242922";
  private static final String TOKEN = "simulator-access-token";
  private static final List<String> MARKETING =
      List.of("news", "named", "buttons", "coupon", "offer", "carousel", "catalog");

  @TempDir static Path folder;
  private static RunningStack stack;

  @BeforeAll
  static void start() throws IOException {
    stack = RunningStack.start(folder);
    stack.simulator().put("/_simulator/behaviour?mode=replace", behaviour());
    stack
        .api()
        .post(
            "/channels",
            Map.of(
                "name", "Gateway",
                "phone_number", "+4915112345678",
                "phone_number_id", NUMBER,
                "waba_id", "102290129340398",
                "access_token", TOKEN,
                "app_secret", "simulator-app-secret",
                "verify_token", "verify-me",
                "graph_url", stack.simulatorUrl(),
                "mm_enabled", true));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeOfMessageArrivesAsTheLibraryWroteIt(ClientLibrary library) throws Exception {
    Path own = Files.createDirectory(folder.resolve(library.name()));
    library.install(own);
    String first = "+551198765000" + library.ordinal();
    String second = "+551198765100" + library.ordinal();

    int before = requests().size();
    Map<String, String> direct = library.send(own, stack.simulatorUrl(), TOKEN, NUMBER, first);
    List<JsonNode> asWritten = accepted(before);
    int between = requests().size();
    Map<String, String> through = library.send(own, stack.apiUrl(), stack.apiKey(), NUMBER, second);
    List<JsonNode> asArrived = accepted(between);

    assertThat(through.keySet()).containsExactlyElementsOf(direct.keySet());
    assertThat(through.values()).noneMatch(String::isBlank);
    assertThat(asArrived).hasSameSizeAs(asWritten);
    for (int i = 0; i < asWritten.size(); i++) {
      String written =
          asWritten
              .get(i)
              .path("body")
              .asString()
              .replace(first, second)
              .replace(id(direct), id(through));
      assertSame(written, asArrived.get(i));
    }
  }

  /** By the other route a policy may have been added; else not a byte may differ. */
  private static void assertSame(String written, JsonNode arrived) {
    String body = arrived.path("body").asString();
    ObjectNode message = (ObjectNode) JSON.readTree(body);
    boolean marketing = MARKETING.contains(message.path("template").path("name").asString());
    assertThat(arrived.path("endpoint").asString())
        .as(body)
        .isEqualTo(marketing ? "marketing_messages" : "messages");
    if (!marketing || written.contains("product_policy")) {
      assertThat(body).isEqualTo(written);
      return;
    }
    message.remove("product_policy");
    assertThat(message).isEqualTo(JSON.readTree(written));
    assertThat(body.replaceFirst("\\s*\"product_policy\"\\s*:\\s*\"STRICT\"\\s*,?", ""))
        .as("nothing else was touched")
        .isEqualTo(written);
  }

  private static String id(Map<String, String> answers) {
    return answers.getOrDefault("media upload", "");
  }

  private static List<JsonNode> accepted(int from) {
    List<JsonNode> all = requests();
    return all.subList(from, all.size()).stream()
        .filter(request -> request.path("status").asInt() == 200)
        .toList();
  }

  private static List<JsonNode> requests() {
    List<JsonNode> requests = new ArrayList<>();
    stack.simulator().get("/_simulator/requests").forEach(requests::add);
    return requests;
  }

  private static ObjectNode behaviour() throws IOException {
    ObjectNode behaviour = JSON.createObjectNode();
    behaviour.put("keep_requests", 10_000);
    behaviour.putObject("latency_ms").put("min", 0).put("max", 5);
    behaviour.set("templates", ClientLibrary.resource("templates.json"));
    return behaviour;
  }
}
