package dev.whatsway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Connections that break at every stage, on bare sockets: only one that was never made is told from
 * a lost answer, and no call is ever repeated.
 */
@Timeout(30)
class GraphClientTest {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String ACCEPTED = "{\"messages\":[{\"id\":\"wamid.1\"}]}";

  private final GraphClient client = new GraphClient(PATIENCE);
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ServerSocket server = listen();

  @AfterEach
  void close() throws IOException {
    over.countDown();
    server.close();
  }

  @Test
  void knowsThatNothingLeftWhereNobodyListens() throws IOException {
    server.close();
    assertThat(post()).isInstanceOf(GraphAnswer.NotSent.class);
  }

  @Test
  void losesTheAnswerOfAServerThatHangsUpAtOnce() {
    answers(socket -> {});
    assertThat(post()).isInstanceOf(GraphAnswer.Lost.class);
  }

  @Test
  void losesTheAnswerOfAServerThatHangsUpAfterTheRequest() {
    answers(this::read);
    assertThat(post()).isInstanceOf(GraphAnswer.Lost.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void losesAnAnswerThatBreaksOffInItsHead() {
    answers(
        socket -> {
          read(socket);
          write(socket, "HTTP/1.1 200 OK\r\nContent-Le");
        });
    assertThat(post()).isInstanceOf(GraphAnswer.Lost.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void losesAnAnswerThatBreaksOffInItsBody() {
    answers(
        socket -> {
          read(socket);
          write(socket, head("200 OK", 100) + ACCEPTED);
        });
    assertThat(post()).isInstanceOf(GraphAnswer.Lost.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void losesAnAnswerThatComesTooLate() {
    answers(
        socket -> {
          read(socket);
          await();
        });
    assertThat(post()).isEqualTo(new GraphAnswer.Lost("timeout"));
    assertThat(requests).hasValue(1);
  }

  @Test
  void losesAnAnswerWhoseBodyStopsForTooLong() {
    answers(
        socket -> {
          read(socket);
          write(socket, head("200 OK", ACCEPTED.length()) + "{");
          await();
        });
    assertThat(post()).isEqualTo(new GraphAnswer.Lost("timeout"));
    assertThat(requests).hasValue(1);
  }

  @Test
  void handsOnAServerErrorThatIsNotMetas() {
    String page = "<html>Bad gateway</html>";
    answers(
        socket -> {
          read(socket);
          write(socket, head("502 Bad Gateway", page.length()) + page);
        });
    assertThat(post()).isEqualTo(new GraphAnswer.Answer(502, page));
    assertThat(requests).hasValue(1);
  }

  private GraphAnswer post() {
    return client.post(
        URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v23.0/1/messages"), "t", "{}");
  }

  private interface Script {
    void run(Socket socket) throws IOException;
  }

  private void answers(Script script) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  script.run(socket);
                } catch (IOException gone) {
                  // The client has given up, or the test is over.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    for (int i = 0; i < length; i++) {
      in.read();
    }
    requests.incrementAndGet();
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String head(String status, int length) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n";
  }

  private void await() {
    try {
      over.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
