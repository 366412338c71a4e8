package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.Given;
import dev.whatsway.simulator.ReceivedRequest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many first requests for one template at once. */
class StampedeTest extends GatewayTest {

  private static final int CROWD = 500;

  @Test
  @Timeout(120)
  void five_hundred_first_requests_for_a_template_make_one_probe() {
    String number = channel();
    List<HttpResponse<String>> answers = crowd(number, GatewayTest::order);

    assertThat(answers).allSatisfy(a -> assertThat(a.statusCode()).as(a.body()).isEqualTo(200));
    List<ReceivedRequest> seen = seen(number);
    assertThat(seen.stream().filter(r -> r.endpoint().equals("marketing_messages"))).hasSize(1);
    assertThat(seen.stream().filter(r -> r.endpoint().equals("messages"))).hasSize(CROWD);
  }

  @Test
  @Timeout(120)
  void where_a_probe_tells_nothing_the_next_one_tries() {
    String number = channel();
    String blocked = Given.number();
    // Nothing is learnt from a person that Meta does not send to.
    meta.replaceBehaviour(
        """
        {"keep_requests": 5000, "latency_ms": {"min": 0, "max": 0},
         "throughput": {"per_second": 1000, "burst": 1000},
         "recipients": {"%s": {"refuse": "131049"}}}
        """
            .formatted(blocked));
    String path = "/v23.0/" + number + "/messages";
    String unknown = news(blocked);
    assertThat(code(api.post(path, unknown))).isEqualTo(131049);
    assertThat(api.post(path, news(Given.number())).header("X-WhatsWay-Route"))
        .isEqualTo("marketing_messages");
    // What a call has taught is kept while its client has the answer already.
    await()
        .untilAsserted(
            () ->
                assertThat(
                        jdbc.sql("SELECT marketing FROM template_categories WHERE account_id = ?")
                            .param(account)
                            .query(Boolean.class)
                            .list())
                    .containsExactly(true));
  }

  @Test
  @Timeout(120)
  void a_crowd_whose_probes_teach_nothing_is_through_in_a_few_rounds() {
    String number = channel();
    jdbc.sql("DELETE FROM template_categories WHERE account_id = ?").param(account).update();
    // As for a WABA that is not onboarded: it says nothing of the template. One send at a time
    // would
    // take CROWD times two calls, five minutes.
    meta.replaceBehaviour(behaviour(300, "{\"134101\": 1}"));
    try {
      long start = System.nanoTime();
      List<HttpResponse<String>> answers = crowd(number, GatewayTest::news);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(answers).allSatisfy(a -> assertThat(a.statusCode()).as(a.body()).isEqualTo(200));
      assertThat(took).isLessThan(Duration.ofSeconds(15));
      assertThat(seen(number).stream().filter(r -> r.endpoint().equals("marketing_messages")))
          .hasSize(CROWD);

      // Three crowds are more than may be in flight: each has left its places.
      for (int again = 0; again < 2; again++) {
        assertThat(crowd(number, GatewayTest::news))
            .allSatisfy(a -> assertThat(a.statusCode()).as(a.body()).isEqualTo(200));
      }
    } finally {
      meta.replaceBehaviour(behaviour(0, "{}"));
    }
  }

  private List<HttpResponse<String>> crowd(String number, UnaryOperator<String> body) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      HttpRequest request =
          api.request("/v23.0/" + number + "/messages")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body.apply(Given.number())))
              .build();
      requests.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
    return requests.stream().map(CompletableFuture::join).toList();
  }

  private static String behaviour(int latency, String refusals) {
    return """
        {"keep_requests": 5000, "latency_ms": {"min": %d, "max": %d},
         "throughput": {"per_second": 1000, "burst": 1000},
         "rates": {"mm_refusal": %s}}
        """
        .formatted(latency, latency, refusals);
  }
}
