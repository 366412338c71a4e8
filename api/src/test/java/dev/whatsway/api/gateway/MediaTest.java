package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.Api;
import dev.whatsway.api.Given;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Media through the gateway. */
@Timeout(120)
class MediaTest extends GatewayTest {

  private static final int FULL = 100 * 1024 * 1024;
  private static final String BOUNDARY = "part-of-a-test";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void carries_a_hundred_megabytes_there_and_back() throws Exception {
    String number = channel();
    HttpResponse<String> uploaded =
        http.send(
            upload(number, () -> new Letters(FULL - 1024, new AtomicLong())),
            HttpResponse.BodyHandlers.ofString());
    assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
    String media = Api.JSON.readTree(uploaded.body()).path("id").asString();

    Api.Answer node = api.get("/v23.0/" + media);
    assertThat(node.status()).as(node.body()).isEqualTo(200);
    String url = node.json().path("url").asString();
    assertThat(node.body()).doesNotContain(TOKEN).doesNotContain(meta.url().toString());
    assertThat(node.json().path("mime_type").asString()).isEqualTo("application/pdf");

    String path = URI.create(url).getPath();
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    long bytes = 0;
    try (InputStream body =
        http.send(api.request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream())
            .body()) {
      byte[] part = new byte[65_536];
      for (int read = body.read(part); read >= 0; read = body.read(part)) {
        sha.update(part, 0, read);
        bytes += read;
      }
    }
    assertThat(bytes).isEqualTo(FULL - 1024);
    assertThat(HexFormat.of().formatHex(sha.digest()))
        .isEqualTo(node.json().path("sha256").asString());

    assertThat(stranger().get(path).status()).as("a link is its account's").isEqualTo(400);
    assertThat(api.get(path.substring(0, path.length() - 2) + "AA").status())
        .as("a link that was tampered with")
        .isEqualTo(400);
    assertThat(stranger().get("/v23.0/" + media).status()).isEqualTo(400);

    Api.Answer deleted = api.send(api.request("/v23.0/" + media).DELETE());
    assertThat(deleted.json().path("success").asBoolean()).isTrue();
    assertThat(api.get("/v23.0/" + media).status()).isEqualTo(400);
  }

  /** A receiver that does not read holds its sender up: nothing piles up in between. */
  @Test
  void holds_a_sender_up_where_meta_is_slow() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicLong given = new AtomicLong();
    try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> meta = CompletableFuture.runAsync(() -> readLate(slow, go));
      String phone = Given.number();
      assertThat(
              api.post(
                      "/api/v1/channels",
                      Given.channelJson(
                          phone,
                          ", \"graph_url\": \"http://127.0.0.1:%d\""
                              .formatted(slow.getLocalPort())))
                  .status())
          .isEqualTo(201);
      CompletableFuture<HttpResponse<String>> answer =
          http.sendAsync(
              upload(phone.substring(1), () -> new Letters(FULL - 1024, given)),
              HttpResponse.BodyHandlers.ofString());

      await().until(() -> given.get() > 1024 * 1024);
      AtomicLong before = new AtomicLong(-1);
      await()
          .pollInterval(Duration.ofMillis(400))
          .atMost(Duration.ofSeconds(20))
          .until(() -> before.getAndSet(given.get()) == given.get());
      assertThat(given.get()).as("bytes taken while nobody reads").isLessThan(FULL / 2);

      go.countDown();
      assertThat(answer.join().statusCode()).isEqualTo(200);
      assertThat(given.get()).isEqualTo(FULL - 1024);
      meta.join();
    }
  }

  @Test
  void refuses_what_is_too_large_and_objects_that_are_no_media() {
    String number = channel();
    HttpRequest.Builder request =
        api.request("/v23.0/" + number + "/media")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new Letters(103 * 1024 * 1024, new AtomicLong())));
    Api.Answer large = api.send(request);
    assertThat(large.status()).isEqualTo(413);
    // A phone number is an object of Graph's as well, and no media.
    assertThat(api.get("/v23.0/" + number).status()).isEqualTo(400);
    assertThat(api.send(api.request("/v23.0/" + number).DELETE()).status()).isEqualTo(400);
  }

  private HttpRequest upload(String number, java.util.function.Supplier<InputStream> file) {
    byte[] head =
        """
        --%1$s\r
        Content-Disposition: form-data; name="messaging_product"\r
        \r
        whatsapp\r
        --%1$s\r
        Content-Disposition: form-data; name="type"\r
        \r
        application/pdf\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="a.pdf"\r
        Content-Type: application/pdf\r
        \r
        """
            .formatted(BOUNDARY)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    return api.request("/v23.0/" + number + "/media")
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(
            HttpRequest.BodyPublishers.ofInputStream(
                () ->
                    new SequenceInputStream(
                        parts(
                            new ByteArrayInputStream(head),
                            file.get(),
                            new ByteArrayInputStream(tail)))))
        .build();
  }

  private static Enumeration<InputStream> parts(InputStream... parts) {
    return new Vector<>(List.of(parts)).elements();
  }

  private static void readLate(ServerSocket slow, CountDownLatch go) {
    try (Socket socket = slow.accept()) {
      go.await();
      InputStream in = socket.getInputStream();
      StringBuilder end = new StringBuilder();
      byte[] part = new byte[65_536];
      while (end.indexOf("--" + BOUNDARY + "--") < 0) {
        int read = in.read(part);
        end.append(new String(part, 0, Math.max(0, read), StandardCharsets.ISO_8859_1));
        end.delete(0, Math.max(0, end.length() - 100));
      }
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\n{\"id\":\"1\"}"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file of one letter, made while it is read. */
  private static final class Letters extends InputStream {

    private final AtomicLong given;
    private long left;

    Letters(long size, AtomicLong given) {
      this.left = size;
      this.given = given;
    }

    @Override
    public int read() {
      if (left == 0) {
        return -1;
      }
      left--;
      given.incrementAndGet();
      return 'a';
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int most = (int) Math.min(left, length);
      java.util.Arrays.fill(bytes, offset, offset + most, (byte) 'a');
      left -= most;
      given.addAndGet(most);
      return most;
    }
  }
}
