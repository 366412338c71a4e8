package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Given;
import dev.whatsway.simulator.ReceivedRequest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many first requests for one template at once. */
class StampedeTest extends GatewayTest {

  private static final int CROWD = 500;

  @Test
  @Timeout(120)
  void five_hundred_first_requests_for_a_template_make_one_probe() {
    String number = channel();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      HttpRequest request =
          api.request("/v23.0/" + number + "/messages")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(order(Given.number())))
              .build();
      requests.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
    List<HttpResponse<String>> answers = requests.stream().map(CompletableFuture::join).toList();

    assertThat(answers).allSatisfy(a -> assertThat(a.statusCode()).as(a.body()).isEqualTo(200));
    List<ReceivedRequest> seen = seen(number);
    assertThat(seen.stream().filter(r -> r.endpoint().equals("marketing_messages"))).hasSize(1);
    assertThat(seen.stream().filter(r -> r.endpoint().equals("messages"))).hasSize(CROWD);
  }

  @Test
  @Timeout(60)
  void a_crowd_does_not_queue_behind_probes_that_teach_nothing() {
    String number = channel();
    // MM is closed for the WABA, which says nothing of the template.
    meta.replaceBehaviour(
        """
        {"keep_requests": 5000, "latency_ms": {"min": 200, "max": 200},
         "throughput": {"per_second": 1000, "burst": 1000},
         "rules": {"mm_onboarded": false}}
        """);
    List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      requests.add(
          http.sendAsync(
              api.request("/v23.0/" + number + "/messages")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(news(Given.number())))
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    }

    assertThat(requests.stream().map(CompletableFuture::join).toList())
        .allSatisfy(a -> assertThat(a.statusCode()).as(a.body()).isEqualTo(200));

    assertThat(seen(number).stream().filter(r -> r.status() == 200)).hasSize(200);
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
    assertThat(
            jdbc.sql("SELECT marketing FROM template_categories WHERE account_id = ?")
                .param(account)
                .query(Boolean.class)
                .list())
        .isSubsetOf(true);
  }
}
