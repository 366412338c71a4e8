package dev.whatsway.launcher.process;

import dev.whatsway.launcher.console.Programs;
import java.util.List;

/**
 * Starts a program in a session of its own, with the same pid. A terminal sends Ctrl-C to every
 * process of its foreground group; children have to be ended by the launcher instead, in order.
 */
final class OwnSession {

  static List<String> prefix() {
    if (Programs.find("setsid") != null) {
      return List.of("setsid");
    }
    // macOS has no setsid, but it has Perl.
    if (Programs.find("perl") != null) {
      return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or exit 127", "--");
    }
    return List.of();
  }

  private OwnSession() {}
}
