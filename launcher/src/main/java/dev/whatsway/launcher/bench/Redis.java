package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.console.Programs;
import dev.whatsway.launcher.process.ChildSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Redis with the settings it comes with, its data in a folder of the run's own. */
record Redis(Path program) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Looks it up.
   *
   * @throws LauncherException where it is missing
   */
  static Redis find() {
    return of(Programs.find("redis-server"));
  }

  static Redis of(@Nullable Path program) {
    if (program == null) {
      throw new LauncherException(
          "The peer of this case needs redis-server, and there is none on PATH; apt-get install redis-server brings it. The bench starts one of its own: service redis-server stop, where Debian has started another.");
    }
    return new Redis(program);
  }

  /** Starts it and returns its port. */
  int start(PeerPlace place) {
    int port = place.freePort().getAsInt();
    Path folder = place.folder().resolve("redis");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    place
        .start()
        .accept(
            new ChildSpec(
                "redis",
                "Redis",
                () -> command(port, folder),
                Map.of(),
                "TERM",
                () -> answers(port),
                PATIENCE,
                1));
    return port;
  }

  private List<String> command(int port, Path folder) {
    return List.of(
        program.toString(),
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--dir",
        folder.toString());
  }

  private static boolean answers(int port) throws IOException {
    try (Socket socket = new Socket()) {
      int limit = (int) Duration.ofSeconds(1).toMillis();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), limit);
      socket.setSoTimeout(limit);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("+PONG".length());
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    }
  }
}
