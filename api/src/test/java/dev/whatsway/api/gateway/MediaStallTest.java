package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.api.Api;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Neither side of a stream may hold it for ever. */
@TestPropertySource(
    properties = {
      "whatsway.gateway.media-pause=500ms",
      "whatsway.gateway.media-longest=3s",
      "whatsway.gateway.media-search=1s",
      "server.tomcat.connection-timeout=1s",
      "server.tomcat.keep-alive-timeout=20s"
    })
class MediaStallTest extends RawMetaTest {

  private static final String FORM = "multipart/form-data; boundary=b";
  private static final String LENGTH = "Content-Length: 1000000\r\nContent-Type: " + FORM + "\r\n";
  private static final byte[] PART = new byte[65_536];

  private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(1);

  @AfterEach
  void stopPace() {
    pace.shutdownNow();
  }

  @Test
  void a_download_whose_head_never_comes_is_given_up() throws Exception {
    rawChannel();
    String path = link("/silent");
    raw.play("GET /silent ", RawMeta::drain);

    Api.Answer answer = api.get(path);

    assertThat(answer.status()).as(answer.body()).isEqualTo(502);
    assertThat(code(answer)).isEqualTo(131000);
    awaitEnd("GET /silent ");
  }

  @Test
  void a_download_that_stops_in_the_middle_is_broken_off() throws Exception {
    rawChannel();
    String path = link("/half");
    raw.play(
        "GET /half ",
        socket -> {
          RawMeta.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n");
          socket.getOutputStream().write(PART);
          RawMeta.drain(socket);
        });

    assertBroken(path);
    awaitEnd("GET /half ");
  }

  @Test
  void a_download_that_trickles_has_its_end() throws Exception {
    rawChannel();
    String path = link("/trickle");
    raw.play(
        "GET /trickle ",
        socket -> {
          RawMeta.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 90000000\r\n\r\n");
          socket.getOutputStream().write(PART);
          trickle(socket);
          RawMeta.drain(socket);
        });

    assertBroken(path);
    awaitEnd("GET /trickle ");
  }

  @Test
  void an_upload_that_meta_never_answers_is_given_up() throws Exception {
    String number = rawChannel();
    raw.play("POST ", RawMeta::drain);

    Api.Answer answer = api.send(upload(number, 100_000));

    assertThat(answer.status()).as(answer.body()).isEqualTo(502);
    assertThat(code(answer)).isEqualTo(131000);
    awaitEnd("POST ");
  }

  @Test
  void an_upload_whose_answer_stops_in_the_middle_is_given_up() throws Exception {
    String number = rawChannel();
    raw.play(
        "POST ",
        socket -> {
          RawMeta.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\"");
          RawMeta.drain(socket);
        });

    assertThat(api.send(upload(number, 1000)).status()).isEqualTo(502);
    awaitEnd("POST ");
  }

  @Test
  void an_upload_that_meta_does_not_read_is_given_up() throws Exception {
    String number = rawChannel();
    CompletableFuture<Void> seen = new CompletableFuture<>();
    raw.play("POST ", socket -> seen.get(60, TimeUnit.SECONDS));

    // More than the buffers of all sockets in between take.
    try (Socket client =
        connect(
            "POST",
            "/v23.0/" + number + "/media",
            "Content-Length: 100000000\r\nContent-Type: " + FORM + "\r\n")) {
      CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> firstLine(client));
      fill(client);
      assertThat(answer.get(60, TimeUnit.SECONDS)).contains(" 502");
    } finally {
      seen.complete(null);
    }
  }

  @Test
  void a_client_that_pauses_its_upload_is_let_go() throws Exception {
    String number = rawChannel();
    CompletableFuture<Long> came = new CompletableFuture<>();
    raw.play("POST ", socket -> came.complete(RawMeta.drain(socket)));

    try (Socket client = connect("POST", "/v23.0/" + number + "/media", LENGTH)) {
      RawMeta.write(client, "--b\r\n");
      // The server itself answers nobody whose body stopped.
      assertThat(RawMeta.drain(client)).as("what comes before it closes").isLessThan(2000);
    }
    assertThat(came.get(60, TimeUnit.SECONDS)).as("no whole body for Meta").isLessThan(1000);
  }

  @Test
  void a_client_that_trickles_its_upload_has_its_end() throws Exception {
    String number = rawChannel();
    raw.play("POST ", RawMeta::drain);

    try (Socket client = connect("POST", "/v23.0/" + number + "/media", LENGTH)) {
      trickle(client);
      assertThat(firstLine(client)).contains(" 400");
      awaitEnd("POST ");
    }
  }

  @Test
  void a_client_that_does_not_read_its_download_is_let_go() throws Exception {
    rawChannel();
    String path = link("/large");
    raw.play(
        "GET /large ",
        socket -> {
          RawMeta.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 90000000\r\n\r\n");
          fill(socket);
        });

    try (Socket client = connect("GET", path, "")) {
      awaitEnd("GET /large ");
      assertThat(RawMeta.drain(client)).isLessThan(90_000_000);
    }
  }

  @Test
  void a_search_over_many_tokens_has_one_end() {
    for (int i = 0; i < 4; i++) {
      rawChannel("EAAG-token-" + i);
    }
    raw.play("GET /v23.0/777", RawMeta::drain);
    long began = System.nanoTime();

    Api.Answer answer = api.get("/v23.0/777");

    assertThat(answer.status()).as(answer.body()).isEqualTo(502);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .as("less than the first call's own timeout")
        .isLessThan(Duration.ofSeconds(15));
  }

  private HttpRequest.Builder upload(String number, int size) {
    return api.request("/v23.0/" + number + "/media")
        .header("Content-Type", FORM)
        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[size]));
  }

  private void assertBroken(String path) throws Exception {
    HttpResponse<InputStream> answer =
        HTTP.send(download(path), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
  }

  /** Until the gateway has closed its connection to Meta. */
  private void awaitEnd(String line) throws InterruptedException {
    String end = raw.ends().poll(60, TimeUnit.SECONDS);
    while (end != null && !end.startsWith(line)) {
      end = raw.ends().poll(60, TimeUnit.SECONDS);
    }
    assertThat(end).as("a connection that ends: " + line).isNotNull();
  }

  private void trickle(Socket socket) {
    pace.scheduleWithFixedDelay(
        () -> {
          try {
            RawMeta.write(socket, "a");
          } catch (IOException closed) {
            throw new IllegalStateException(closed);
          }
        },
        0,
        50,
        TimeUnit.MILLISECONDS);
  }

  private static void fill(Socket socket) {
    try {
      for (int i = 0; i < 90_000_000 / PART.length; i++) {
        socket.getOutputStream().write(PART);
      }
    } catch (IOException closed) {
      // What the tests wait for.
    }
  }

  private static String firstLine(Socket socket) {
    StringBuilder line = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        line.append((char) next);
      }
    } catch (IOException reset) {
      line.append(reset.getMessage());
    }
    return line.toString();
  }
}
