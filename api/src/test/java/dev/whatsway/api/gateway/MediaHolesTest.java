package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.Api;
import dev.whatsway.store.channel.SecretBox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What media must not let through, and what must not come of it. */
class MediaHolesTest extends RawMetaTest {

  private static final int FULL = 100 * 1024 * 1024;

  /** What the heap may grow by while most of a file has passed; measured was less than 1 MB. */
  private static final long ROOM = 20L * 1024 * 1024;

  private static final byte[] PART = new byte[65_536];

  @Autowired private SecretBox box;

  @Test
  void one_account_has_half_of_the_streams_at_most() throws Exception {
    rawChannel();
    String path = link("/held");
    CountDownLatch go = new CountDownLatch(1);
    raw.play(
        "GET /held ",
        socket -> {
          go.await();
          RawMeta.answer(socket, "{}");
        });
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      held.add(HTTP.sendAsync(download(path), HttpResponse.BodyHandlers.ofString()));
    }
    await()
        .until(
            () -> raw.heads().stream().filter(line -> line.startsWith("GET /held ")).count() == 16);

    Api.Answer refused = api.get("/v23.0/555");
    assertThat(refused.status()).as(refused.body()).isEqualTo(503);
    assertThat(code(refused)).isEqualTo(131016);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.json().path("error").path("error_data").path("details").asString())
        .contains("16 requests for media");
    assertThat(stranger().get("/v23.0/555").status()).as("others go on").isEqualTo(400);

    go.countDown();
    for (CompletableFuture<HttpResponse<String>> one : held) {
      assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(api.get("/v23.0/555").status()).as("given back").isEqualTo(200);
  }

  @Test
  void links_lead_to_the_public_url_whatever_host_was_asked() {
    rawChannel();
    raw.media("556", raw.url() + "/file");
    raw.play("GET /file ", socket -> RawMeta.answer(socket, "whole"));

    URI url = URI.create(api.get("/v23.0/556").json().path("url").asString());

    assertThat(url.toString()).startsWith("https://go.example.com/v23.0/whatsway-media/");
    assertThat(api.get(url.getPath()).body()).isEqualTo("whole");
  }

  @Test
  void a_link_that_is_too_long_is_refused_as_no_link() {
    Api.Answer answer = api.get("/v23.0/whatsway-media/" + "A".repeat(4001));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo(100);
    assertThat(answer.body()).contains("The link has ended");
  }

  @Test
  void a_link_that_would_not_be_taken_back_is_not_handed_out() {
    rawChannel();
    raw.media("557", raw.url() + "/" + "a".repeat(3500));
    assertThat(api.get("/v23.0/557").status()).isEqualTo(502);
  }

  @Test
  void an_empty_upload_is_refused_and_nothing_sent() {
    String number = rawChannel();
    for (HttpRequest.BodyPublisher empty :
        List.of(
            BodyPublishers.noBody(),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[0])))) {
      Api.Answer answer =
          api.send(
              api.request("/v23.0/" + number + "/media")
                  .header("Content-Type", "multipart/form-data; boundary=b")
                  .POST(empty));
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(code(answer)).isEqualTo(100);
    }
    assertThat(raw.heads()).isEmpty();
  }

  @Test
  void a_link_ends_after_five_minutes_and_is_its_accounts() {
    String number = rawChannel();
    raw.play("GET /file ", socket -> RawMeta.answer(socket, "whole"));
    GatewayChannel channel =
        new GatewayChannel(
            null,
            account,
            "1",
            number,
            raw.url(),
            "t",
            false,
            false,
            SmartRouter.Fallback.DEFINITE);

    String good = made(channel, Duration.ofMinutes(4));
    assertThat(api.get(good).body()).isEqualTo("whole");
    assertThat(stranger().get(good).status()).as("another account's").isEqualTo(400);
    Api.Answer ended = api.get(made(channel, Duration.ofMinutes(5)));
    assertThat(ended.status()).isEqualTo(400);
    assertThat(code(ended)).isEqualTo(100);
    assertThat(raw.heads()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/file",
        "http://lookaside.fbsbx.com/file",
        "https://lookaside.fbsbx.com.evil.example/file",
        "https://evilfbsbx.com/file",
        "https://user@lookaside.fbsbx.com/file",
        "http://127.0.0.1:1/file",
        "file:///etc/passwd"
      })
  void a_link_of_metas_to_another_host_is_not_passed_on(String foreign) {
    rawChannel();
    raw.media("558", foreign);
    Api.Answer answer = api.get("/v23.0/558");
    assertThat(answer.status()).as(answer.body()).isEqualTo(502);
    assertThat(answer.body()).doesNotContain("evil").doesNotContain("whatsway-media");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 200000", "Transfer-Encoding: chunked"})
  void half_a_download_is_no_clean_end(String kind) throws Exception {
    rawChannel();
    String path = link("/half");
    raw.play(
        "GET /half ",
        socket -> {
          RawMeta.write(socket, "HTTP/1.1 200 OK\r\n" + kind + "\r\n\r\n");
          if (kind.endsWith("chunked")) {
            RawMeta.write(socket, Integer.toHexString(PART.length) + "\r\n");
          }
          socket.getOutputStream().write(PART);
        });

    HttpResponse<InputStream> answer =
        HTTP.send(download(path), HttpResponse.BodyHandlers.ofInputStream());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void a_download_holds_no_more_than_its_buffers() throws Exception {
    rawChannel();
    String path = link("/full");
    raw.play(
        "GET /full ",
        socket -> {
          RawMeta.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + FULL + "\r\n\r\n");
          for (int i = 0; i < FULL / PART.length; i++) {
            socket.getOutputStream().write(PART);
          }
        });
    long before = heap();

    HttpResponse<InputStream> answer =
        HTTP.send(download(path), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      body.skipNBytes(FULL / 4);
      // The client pauses; what has come in between is with the gateway or with the sockets.
      assertThat(heap() - before).as("bytes of the heap at a quarter").isLessThan(ROOM);
      body.skipNBytes(FULL / 2);
      assertThat(heap() - before).as("at three quarters").isLessThan(ROOM);
      assertThat(body.readAllBytes()).hasSize(FULL / 4);
    }
  }

  @Test
  void an_upload_holds_no_more_than_its_buffers() throws Exception {
    String number = rawChannel();
    long before = heap();
    CompletableFuture<Long> grown = new CompletableFuture<>();
    raw.play(
        "POST ",
        socket -> {
          socket.getInputStream().skipNBytes(FULL * 3L / 4);
          grown.complete(heap() - before);
          socket.getInputStream().skipNBytes(FULL / 4);
          RawMeta.answer(socket, "{\"id\":\"1\"}");
        });

    try (Socket client =
        connect(
            "POST",
            "/v23.0/" + number + "/media",
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + FULL + "\r\n")) {
      for (int i = 0; i < FULL / PART.length; i++) {
        client.getOutputStream().write(PART);
      }
      assertThat(new String(client.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200");
    }
    assertThat(grown.get(60, TimeUnit.SECONDS)).as("bytes of the heap").isLessThan(ROOM);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private String made(GatewayChannel channel, Duration ago) {
    MediaLinks links = new MediaLinks(box, Clock.offset(Clock.systemUTC(), ago.negated()), "", "");
    String link =
        links.link(channel, "v23.0", raw.url() + "/file", "http://gateway.example/v23.0/1");
    assertThat(link).startsWith("http://gateway.example/v23.0/whatsway-media/");
    return URI.create(link).getPath();
  }
}
