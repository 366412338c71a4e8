package dev.whatsway.launcher;

import dev.whatsway.launcher.Settings.Port;
import dev.whatsway.launcher.console.LauncherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Looks at ports before anything is started. */
final class Ports {

  private static final int CONNECT_MILLIS = 300;
  private static final int FIRST_FIXED = 15_000;
  private static final int LAST_FIXED = 32_000;

  /**
   * @throws LauncherException naming every port that is taken and the variable that moves it
   */
  static void requireFree(List<Port> ports) {
    List<String> problems = problems(ports);
    if (!problems.isEmpty()) {
      throw new LauncherException(String.join("\n", problems));
    }
  }

  /** A sentence for each port that cannot be used; empty when all can. */
  static List<String> problems(List<Port> ports) {
    List<String> problems = new ArrayList<>();
    Map<Integer, Port> seen = new HashMap<>();
    for (Port port : ports) {
      Port other = seen.putIfAbsent(port.number(), port);
      if (other != null) {
        problems.add(
            "Port %d is asked for twice, by %s and %s; give one of them another number."
                .formatted(port.number(), other.variable(), port.variable()));
        continue;
      }
      String problem = problem(port);
      if (problem != null) {
        problems.add(problem);
      }
    }
    return problems;
  }

  /** Null when the port is free. */
  static @Nullable String problem(Port port) {
    return isFree(port.number())
        ? null
        : "Port %d, meant for %s, is taken by another program; set %s to a free port."
            .formatted(port.number(), port.use(), port.variable());
  }

  static boolean isFree(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    // Someone may listen on all addresses, which does not always stop us from binding one.
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback, port), CONNECT_MILLIS);
      return false;
    } catch (IOException nobodyListens) {
      try (ServerSocket server = new ServerSocket(port, 1, loopback)) {
        return server.isBound();
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** A port that was free a moment ago, for a child nobody else has to find. */
  static int anyFree() {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Different ports that are free now. They lie below those that systems give to outgoing
   * connections, so that a server which was killed finds its port still free.
   */
  static List<Integer> free(int count) {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_FIXED, LAST_FIXED);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return List.copyOf(ports);
  }

  private Ports() {}
}
