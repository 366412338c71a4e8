package dev.whatsway.launcher.postgres;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.console.Programs;
import java.io.IOException;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. A user namespace without a mapping makes root look like nobody
 * to it while the files stay root's and the pid stays the same; zonky does so too.
 */
final class UnprivilegedUser {

  /** The words to put before a command; none for anyone but root. */
  static List<String> prefix() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    if (Programs.find("unshare") != null && works("unshare", "-U", "true")) {
      return List.of("unshare", "-U");
    }
    throw new LauncherException(
        "PostgreSQL refuses to run as root, and this machine has no user namespaces (unshare -U fails); run whatsway as another user.");
  }

  private static boolean works(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private UnprivilegedUser() {}
}
