package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.json.JsonMapper;

class GraphErrorClassifierTest {

  @ParameterizedTest(name = "{0} with HTTP {1}: {2}")
  @CsvFileSource(resources = "/sending/graph-errors.csv", numLinesToSkip = 1)
  void decidesByCodeAndRoute(
      String code, int http, String text, String marketingMessages, String cloud) {
    GraphError error = code.equals("-") ? null : new GraphError(Integer.parseInt(code), text, null);
    assertThat(words(GraphErrorClassifier.classify(Route.MARKETING_MESSAGES, http, error)))
        .isEqualTo(marketingMessages);
    assertThat(words(GraphErrorClassifier.classify(Route.CLOUD, http, error))).isEqualTo(cloud);
  }

  @Test
  void findsTheTermsInTheDetailsToo() {
    GraphError error =
        new GraphError(200, "(#200) Permission", "Accept the Marketing Messages API terms first");
    assertThat(GraphErrorClassifier.classify(Route.MARKETING_MESSAGES, 403, error))
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

  private static String words(Verdict verdict) {
    if (verdict instanceof Verdict.Reject reject) {
      return "reject:" + reject.reach();
    }
    if (verdict instanceof Verdict.SlowDown slowDown) {
      return "slow:" + slowDown.scope();
    }
    if (verdict instanceof Verdict.RerouteToCloud) {
      return "reroute";
    }
    return verdict instanceof Verdict.Transient ? "transient" : "unknown";
  }
}
