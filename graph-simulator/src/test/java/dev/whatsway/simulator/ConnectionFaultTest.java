package dev.whatsway.simulator;

import static dev.whatsway.simulator.Bench.PHONE_NUMBER_ID;
import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges that break at every stage: what the caller sees, and whether the message went out. */
@Timeout(120)
class ConnectionFaultTest {
  private static final String PATH = "/v24.0/" + PHONE_NUMBER_ID + "/messages";

  @Test
  void a_connection_closed_before_acceptance_leaves_the_message_unsent() {
    try (Bench bench = withConnection("closed_before_accept")) {
      assertThatIOException().isThrownBy(() -> bench.exchange(send(bench)));
      assertThat(accepted(bench)).isZero();
      assertThat(bench.statuses()).isEmpty();

      assertThat(bench.cloud(Sends.news(ANA)).outcome()).as("once only").isEqualTo("accepted");
      assertThat(duplicates(bench)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed_after_accept", "closed_mid_answer"})
  void a_connection_closed_after_acceptance_has_sent_the_message(String connection) {
    try (Bench bench = withConnection(connection)) {
      assertThatIOException().isThrownBy(() -> bench.exchange(send(bench)));
      assertThat(accepted(bench)).isOne();
      assertThat(bench.statusNames()).containsExactly("sent", "delivered", "read");

      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
      assertThat(duplicates(bench)).as("who sends again writes twice").isOne();
    }
  }

  @Test
  void an_answer_cut_in_the_middle_announces_all_and_sends_half() throws IOException {
    try (Bench bench = withConnection("closed_mid_answer")) {
      String answer = raw(bench.simulator().url(), Sends.news(ANA).toString());

      String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
      String half = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      assertThat(head).startsWith("HTTP/1.1 200 ");
      int announced =
          Pattern.compile("(?i)content-length: (\\d+)")
              .matcher(head)
              .results()
              .map(MatchResult::group)
              .map(line -> Integer.parseInt(line.substring(16)))
              .findFirst()
              .orElseThrow();
      assertThat(half.getBytes(UTF_8)).hasSize(announced / 2);
      assertThat(half).startsWith("{\"messaging_product\":\"whatsapp\"").doesNotEndWith("}");
    }
  }

  @ParameterizedTest
  @CsvSource({"server_error_before_accept, 502, 0", "server_error_after_accept, 500, 1"})
  void a_server_error_of_a_proxy_is_html_and_says_nothing_of_acceptance(
      String connection, int status, int accepted) {
    try (Bench bench = withConnection(connection)) {
      Bench.Reply reply = bench.cloud(Sends.news(ANA));
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.contentType()).startsWith("text/html");
      assertThat(reply.body()).startsWith("<html>").contains(String.valueOf(status));
      assertThat(accepted(bench)).isEqualTo(accepted);
      assertThat(bench.statuses()).hasSize(accepted * 3);

      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
      assertThat(duplicates(bench)).isEqualTo(accepted);
      assertThat(bench.summary().path("refused_by_code")).as("no code of Meta's").isEmpty();
    }
  }

  @Test
  void a_late_answer_comes_when_it_is_due() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'connection': 'late', 'late_ms': 400}")) {
      long start = System.nanoTime();
      Bench.Reply late = bench.cloud(Sends.news(ANA));
      Duration taken = Duration.ofNanos(System.nanoTime() - start);

      assertThat(late.outcome()).isEqualTo("accepted");
      assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }
  }

  @Test
  void a_message_is_sent_long_before_its_late_answer() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'connection': 'late', 'late_ms': 600000}")) {
      CompletableFuture<Bench.Reply> answer = bench.cloudLater(Sends.news(ANA));
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> bench.simulator().summary().acceptedSends() == 1);

      assertThat(bench.statusNames()).containsExactly("sent", "delivered", "read");
      assertThat(answer).isNotDone();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed_after_accept", "closed_mid_answer", "server_error_after_accept"})
  void the_webhook_may_come_before_the_exchange_breaks(String connection) {
    try (Bench bench =
        Bench.withFate(
            ANA_DIGITS, "{'disorder': 'before_answer', 'connection': '" + connection + "'}")) {
      try {
        bench.exchange(send(bench));
      } catch (IOException broken) {
        assertThat(connection).startsWith("closed_");
      }

      assertThat(bench.receiver().deliveries()).isNotEmpty();
    }
  }

  @Test
  void a_connection_may_break_several_times_for_the_same_person_and_no_other() {
    try (Bench bench =
        Bench.withFate(
            ANA_DIGITS, "{'connection': 'server_error_before_accept', 'connection_times': 2}")) {
      assertThat(bench.cloud(Sends.news(ANA)).status()).isEqualTo(502);
      assertThat(bench.marketing(Sends.news(ANA)).status()).isEqualTo(502);
      assertThat(bench.cloud(Sends.news("+5511987654322")).status()).isEqualTo(200);
      assertThat(bench.cloud(Sends.news(ANA)).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fine", "server_error_before_accept", "server_error_after_accept", "late"})
  void any_connection_can_be_the_share_of_everybody(String connection) {
    try (Bench bench =
        Bench.start("{'rates': {'late_ms': 1, 'connection': {'" + connection + "': 1}}}")) {
      int first = bench.cloud(Sends.news(ANA)).status();

      assertThat(first == 200).isEqualTo(!connection.startsWith("server_error"));
    }
  }

  @ParameterizedTest
  @CsvSource({"server_error_before_accept, false", "server_error_after_accept, true"})
  void the_account_names_each_send_whose_answer_was_lost(String connection, boolean accepted) {
    try (Bench bench = withConnection(connection)) {
      bench.cloud(Sends.news(ANA).put("biz_opaque_callback_data", "attempt-1"));
      bench.cloud(Sends.news(ANA).put("biz_opaque_callback_data", "attempt-2"));

      List<LostAnswer> lost = bench.simulator().lost(0, 10);
      assertThat(lost).hasSize(1);
      assertThat(lost.get(0).bizOpaqueCallbackData()).isEqualTo("attempt-1");
      assertThat(lost.get(0).connection()).isEqualTo(connection);
      assertThat(lost.get(0).accepted()).isEqualTo(accepted);
      assertThat(bench.simulator().lost(1, 10)).isEmpty();
    }
  }

  private static Bench withConnection(String connection) {
    return Bench.withFate(ANA_DIGITS, "{'connection': '" + connection + "'}");
  }

  private static HttpRequest.Builder send(Bench bench) {
    return bench.request(PATH).POST(ofString(Sends.news(ANA).toString()));
  }

  private static int accepted(Bench bench) {
    return bench.summary().path("accepted_sends").asInt();
  }

  private static int duplicates(Bench bench) {
    return bench.summary().path("duplicate_sends").asInt();
  }

  /** Posts without an HTTP client, which would hide the half that came. */
  private static String raw(URI url, String body) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(60_000);
      String request =
          String.join(
              "\r\n",
              "POST " + PATH + " HTTP/1.1",
              "Host: simulator",
              "Authorization: Bearer any-token",
              "Content-Length: " + body.getBytes(UTF_8).length,
              "",
              body);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
