package dev.whatsway.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import java.net.http.HttpRequest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdempotencyTest extends ApiTest {

  private static final String CHANNELS = "/api/v1/channels";
  private static final String KEY = "Idempotency-Key";

  @Test
  void a_repeated_post_gets_the_answer_of_the_first() {
    String body = Given.channelJson(Given.number(), "");
    Api.Answer first = api.post(CHANNELS, body, KEY, "k-1");
    Api.Answer second = api.post(CHANNELS, body, KEY, "k-1");

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.contentType()).isEqualTo(first.contentType());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(api.get(CHANNELS).json().path("data").size()).isEqualTo(1);
  }

  @Test
  void a_refusal_is_repeated_as_well() {
    Api.Answer first = api.post(CHANNELS, "{}", KEY, "k-1");
    Api.Answer second = api.post(CHANNELS, "{}", KEY, "k-1");

    assertThat(second.status()).isEqualTo(400);
    assertThat(second.contentType()).startsWith("application/problem+json");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @Test
  void the_same_key_with_another_body_is_refused() {
    api.post(CHANNELS, Given.channelJson(Given.number(), ""), KEY, "k-1");
    Api.Answer other = api.post(CHANNELS, Given.channelJson(Given.number(), ""), KEY, "k-1");

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("type").asString()).endsWith(":key-reused");
    assertThat(api.get(CHANNELS).json().path("data").size()).isEqualTo(1);
  }

  @Test
  void the_same_key_at_another_path_is_refused() {
    api.post(CHANNELS, "{}", KEY, "k-1");

    assertThat(api.post("/api/v1/campaigns", "{}", KEY, "k-1").status()).isEqualTo(422);
    assertThat(api.post(CHANNELS + "?a=b", "{}", KEY, "k-1").status()).isEqualTo(422);
  }

  @Test
  void another_accounts_key_is_another_key() {
    String body = Given.channelJson(Given.number(), "");
    api.post(CHANNELS, body, KEY, "k-1");

    Api.Answer theirs = stranger().post(CHANNELS, body, KEY, "k-1");

    assertThat(theirs.status()).isEqualTo(409);
    assertThat(theirs.header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void a_key_that_cannot_be_seen_is_refused() {
    assertThat(api.post(CHANNELS, "{}", KEY, "with space").error(KEY)).contains("visible");
    assertThat(api.post(CHANNELS, "{}", KEY, "x".repeat(256)).error(KEY)).contains("255");
  }

  @Test
  void of_two_posts_at_once_one_runs_and_the_other_is_told_to_wait() throws Exception {
    UUID campaign = new Given(api, jdbc).campaign();
    String launch = "/api/v1/campaigns/" + campaign + "/launch";
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    doAnswer(
            call -> {
              entered.countDown();
              leave.await(20, TimeUnit.SECONDS);
              return true;
            })
        .when(commands)
        .start(any());

    CompletableFuture<Api.Answer> first =
        CompletableFuture.supplyAsync(() -> api.post(launch, "{}", KEY, "k-1"));
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    Api.Answer second = api.post(launch, "{}", KEY, "k-1");
    leave.countDown();

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("type").asString()).endsWith(":in-progress");
    assertThat(first.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(api.post(launch, "{}", KEY, "k-1").body()).isEqualTo(first.get().body());
    verify(commands, times(1)).start(any());
  }

  @Test
  void an_answer_of_5xx_is_forgotten_so_that_the_same_key_tries_again() {
    UUID campaign = new Given(api, jdbc).campaign();
    String launch = "/api/v1/campaigns/" + campaign + "/launch";
    when(commands.start(any()))
        .thenThrow(new ApiException(ProblemKind.UNAVAILABLE, "Temporal is away."))
        .thenReturn(true);

    assertThat(api.post(launch, "{}", KEY, "k-1").status()).isEqualTo(503);
    Api.Answer again = api.post(launch, "{}", KEY, "k-1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void an_upload_is_compared_by_its_content() {
    String path = "/api/v1/audiences?name=people";
    String csv = "phone\n" + Given.number() + "\n";
    Api.Answer first = api.csv(path, csv, KEY, "k-1");
    Api.Answer same = api.csv(path, csv, KEY, "k-1");
    Api.Answer other = api.csv(path, csv + Given.number() + "\n", KEY, "k-1");

    assertThat(first.status()).isEqualTo(201);
    assertThat(same.body()).isEqualTo(first.body());
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void a_form_is_compared_by_its_parts_not_by_its_boundary() {
    String csv = "phone\n" + Given.number() + "\n";
    Api.Answer first = form("one", csv);
    Api.Answer same = form("two", csv);
    Api.Answer other = form("two", csv + Given.number() + "\n");

    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(same.body()).isEqualTo(first.body());
    assertThat(same.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(422);
  }

  private Api.Answer form(String boundary, String csv) {
    String body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n%2$s\r\n--%1$s--\r\n"
            .formatted(boundary, csv);
    return api.send(
        api.request("/api/v1/audiences?name=people", KEY, "k-form")
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }
}
