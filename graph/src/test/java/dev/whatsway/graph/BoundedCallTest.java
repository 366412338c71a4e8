package dev.whatsway.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever does not wait for a call any more holds no connection: seen from the other side. */
@Timeout(30)
class BoundedCallTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread silent = new Thread(this::readWithoutAWord);
    silent.setDaemon(true);
    silent.start();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void endsACallThatTakesTooLong() {
    CompletableFuture<HttpResponse<String>> call = call(Duration.ofMillis(200));
    assertThatThrownBy(call::get).hasCauseInstanceOf(TimeoutException.class);
    assertThat(begun).succeedsWithin(PATIENCE);
    assertThat(ended).succeedsWithin(PATIENCE);
  }

  @Test
  void endsACallThatIsCanceled() {
    CompletableFuture<HttpResponse<String>> call = call(Duration.ofMinutes(1));
    assertThat(begun).succeedsWithin(PATIENCE);
    assertThat(ended).isNotDone();
    assertThat(call.cancel(true)).isTrue();
    assertThat(ended).succeedsWithin(PATIENCE);
  }

  private CompletableFuture<HttpResponse<String>> call(Duration whole) {
    URI target = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    return BoundedCall.make(
        http, HttpRequest.newBuilder(target).build(), BodyHandlers.ofString(), whole);
  }

  private void readWithoutAWord() {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        begun.complete(null);
      }
      ended.complete(null);
    } catch (SocketException reset) {
      ended.complete(null);
    } catch (IOException broken) {
      ended.completeExceptionally(broken);
    }
  }
}
