package dev.whatsway.graph;

import static dev.whatsway.graph.GraphErrorClassifier.classify;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class GraphErrorClassifierTest {

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          Verdict.RecipientLater.class, "later",
          Verdict.TemplateStop.class, "template",
          Verdict.RerouteToCloud.class, "cloud",
          Verdict.RerouteToMarketingMessages.class, "mm",
          Verdict.RequestFault.class, "request",
          Verdict.Unknown.class, "unknown");

  private static final boolean OPEN = true;
  private static final boolean CLOSED = false;

  @ParameterizedTest(name = "{0} with HTTP {1}: {2}")
  @CsvFileSource(resources = "/graph/graph-errors.csv", numLinesToSkip = 1)
  void decidesByCodeAndRoute(
      String code, int http, String text, String marketingMessages, String cloud, String webhook) {
    GraphError error = code.equals("-") ? null : new GraphError(Integer.parseInt(code), text, null);
    assertThat(words(classify(Route.MARKETING_MESSAGES, http, error, OPEN)))
        .isEqualTo(marketingMessages);
    assertThat(words(classify(Route.CLOUD, http, error, OPEN))).isEqualTo(cloud);
    if (error != null) {
      assertThat(words(GraphErrorClassifier.classifyWebhook(error.code()))).isEqualTo(webhook);
    }
  }

  @ParameterizedTest(name = "{0} with HTTP {1}: {2}")
  @CsvFileSource(resources = "/graph/graph-errors.csv", numLinesToSkip = 1)
  void neverLeadsBackToARouteThatHasRefused(String code, int http, String text) {
    GraphError error = code.equals("-") ? null : new GraphError(Integer.parseInt(code), text, null);
    assertThat(classify(Route.CLOUD, http, error, CLOSED))
        .isNotInstanceOf(Verdict.RerouteToMarketingMessages.class)
        .isNotInstanceOf(Verdict.RerouteToCloud.class);
    assertThat(classify(Route.MARKETING_MESSAGES, http, error, CLOSED))
        .isNotInstanceOf(Verdict.RerouteToMarketingMessages.class);
  }

  @Test
  void stopsWhatNeitherRouteTakes() {
    GraphError disabled = new GraphError(131063, "marketing disabled on Cloud API", null);
    assertThat(words(classify(Route.CLOUD, 400, disabled, CLOSED))).isEqualTo("account:WABA");
    GraphError bid = new GraphError(131061, "bid_spec template via Cloud", null);
    assertThat(words(classify(Route.CLOUD, 400, bid, CLOSED))).isEqualTo("template");
  }

  @ParameterizedTest
  @MethodSource("codesOfTheFacts")
  void hasARowForEveryCodeOfTheFacts(String code) {
    int dash = code.indexOf('-');
    if (dash < 0) {
      assertThat(codesWithARow()).contains(Integer.valueOf(code));
      return;
    }
    int first = Integer.parseInt(code.substring(0, dash));
    int last = Integer.parseInt(code.substring(dash + 1));
    assertThat(codesWithARow()).contains(first, last).anyMatch(row -> row > first && row < last);
  }

  @Test
  void tellsOperatorsWhatIsWrongAndWhatToDo() {
    for (int code : codesWithARow()) {
      Verdict verdict = GraphErrorClassifier.classifyWebhook(code);
      if (verdict instanceof Verdict.AccountStop stop) {
        assertThat(stop.reason()).as("reason of %s", code).endsWith(".");
        assertThat(stop.remedy()).as("remedy of %s", code).endsWith(".");
      } else if (verdict instanceof Verdict.TemplateStop stop) {
        assertThat(stop.reason()).as("reason of %s", code).endsWith(".");
        assertThat(stop.remedy()).as("remedy of %s", code).endsWith(".");
      }
    }
  }

  @Test
  void findsTheTermsInTheDetailsToo() {
    GraphError error =
        new GraphError(200, "(#200) Permission", "Accept the Marketing Messages API terms first");
    assertThat(classify(Route.MARKETING_MESSAGES, 403, error, OPEN))
        .isEqualTo(new Verdict.RerouteToCloud());
  }

  @Test
  void readsMetasErrorAndKeepsNoPhoneNumber() {
    GraphError error =
        GraphError.read(
            new JsonMapper(),
            """
            {"error":{"message":"(#131026) Message undeliverable","code":131026,
             "error_data":{"messaging_product":"whatsapp","details":"To +1 650-555-1234 failed"}}}
            """);
    assertThat(error).isNotNull();
    assertThat(error.failure().title()).isEqualTo("Message undeliverable");
    assertThat(error.failure().details()).isEqualTo("To … failed");
  }

  @Test
  void readsNoErrorFromABodyThatIsNotMetas() {
    assertThat(GraphError.read(new JsonMapper(), "<html>Bad gateway</html>")).isNull();
    assertThat(GraphError.read(new JsonMapper(), "{\"error\":\"no\"}")).isNull();
  }

  private static Stream<String> codesOfTheFacts() {
    return lines("/graph/meta-codes.txt").stream();
  }

  private static Set<Integer> codesWithARow() {
    return lines("/graph/graph-errors.csv").stream()
        .skip(1)
        .map(line -> line.substring(0, Math.max(0, line.indexOf(','))))
        .filter(code -> code.matches("\\d+"))
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  private static List<String> lines(String resource) {
    try (InputStream in = GraphErrorClassifierTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String words(Verdict verdict) {
    if (verdict instanceof Verdict.Transient temporary) {
      return "transient:"
          + temporary.calls()
          + (temporary.pause().isZero() ? "" : " " + temporary.pause());
    }
    if (verdict instanceof Verdict.SlowDown slowDown) {
      return "slow:" + slowDown.scope();
    }
    if (verdict instanceof Verdict.AccountStop stop) {
      return "account:" + stop.reach();
    }
    if (verdict instanceof Verdict.RecipientPermanent person) {
      return person.stopped() ? "person:stopped" : "person";
    }
    return WORDS.get(verdict.getClass());
  }
}
