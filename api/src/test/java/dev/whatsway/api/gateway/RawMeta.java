package dev.whatsway.api.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Meta, down to its sockets: it may stall, break off and say what no server would. */
final class RawMeta implements AutoCloseable {

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Play> plays = new ConcurrentHashMap<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** What becomes of one request, whose head is read. */
  interface Play {
    void on(Socket socket) throws Exception;
  }

  RawMeta() {
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Plays for each request whose line begins so, such as {@code GET /v23.0/1}. */
  void play(String line, Play play) {
    plays.put(line, play);
  }

  /** Answers a look-up of a media id with a link. */
  void media(String id, String link) {
    play(
        "GET /v23.0/" + id,
        socket ->
            answer(
                socket,
                "{\"messaging_product\":\"whatsapp\",\"mime_type\":\"video/mp4\",\"id\":\"%s\",\"url\":\"%s\"}"
                    .formatted(id, link)));
  }

  static void answer(Socket socket, String body) throws IOException {
    write(
        socket,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body));
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** The first lines of the requests so far. */
  List<String> heads() {
    return heads;
  }

  /** The lines of requests whose connection the other side has closed, or the play has ended. */
  BlockingQueue<String> ends() {
    return ends;
  }

  /** Reads until the other side closes; returns how much came. */
  static long drain(Socket socket) {
    long count = 0;
    try {
      InputStream in = socket.getInputStream();
      byte[] part = new byte[65_536];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        count += read;
      }
    } catch (IOException reset) {
      return count;
    }
    return count;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    String line = "";
    try (socket) {
      line = head(socket).lines().findFirst().orElse("");
      heads.add(line);
      String whole = line;
      Play play =
          plays.entrySet().stream()
              .filter(entry -> whole.startsWith(entry.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(RawMeta::drain);
      play.on(socket);
    } catch (Exception broken) {
      // The other side closed, as some plays want.
    } finally {
      ends.add(line);
    }
  }

  private static String head(Socket socket) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("No head.");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
