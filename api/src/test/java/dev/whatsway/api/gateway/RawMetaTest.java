package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.Given;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The gateway in front of a Meta that does what it likes. What holds a stream for ever would hold a
 * test that reads it, which no interrupt ends: so each has a thread to leave behind.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RawMetaTest extends GatewayTest {

  static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RawMeta raw;

  @BeforeEach
  void startRawMeta() {
    raw = new RawMeta();
  }

  @AfterEach
  void stopRawMeta() {
    raw.close();
  }

  /** Returns the id of a number whose calls go to {@link #raw}. */
  String rawChannel() {
    return rawChannel("EAAG-secret-token");
  }

  String rawChannel(String token) {
    String phone = Given.number();
    Api.Answer made =
        api.post(
            "/api/v1/channels",
            Given.channelJson(phone, ", \"graph_url\": \"%s\"".formatted(raw.url()))
                .replace("EAAG-secret-token", token));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return phone.substring(1);
  }

  /** Returns the path of our link to a file of {@link #raw}. */
  String link(String file) {
    raw.media("555", raw.url() + file);
    Api.Answer found = api.get("/v23.0/555");
    assertThat(found.status()).as(found.body()).isEqualTo(200);
    return URI.create(found.json().path("url").asString()).getPath();
  }

  HttpRequest download(String path) {
    return api.request(path).GET().build();
  }

  /** Connects as a client that sends what follows the head itself. */
  Socket connect(String method, String path, String more) throws IOException {
    HttpRequest request = api.request(path).build();
    Socket socket = new Socket();
    // Small, so that a client which does not read holds its sender up soon.
    socket.setReceiveBufferSize(16_384);
    socket.connect(
        new java.net.InetSocketAddress(request.uri().getHost(), request.uri().getPort()));
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n%s\r\n"
            .formatted(
                method, path, request.headers().firstValue("Authorization").orElseThrow(), more);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}
