package dev.whatsway.launcher.process;

import java.io.IOException;

/** Sends a signal by name, which {@link ProcessHandle} cannot. */
public final class Signals {

  public static void send(String signal, long pid) throws IOException {
    Process kill =
        // The shell's own kill: small images have no program of that name.
        new ProcessBuilder("sh", "-c", "kill -\"$0\" \"$1\"", signal, Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      kill.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Signals() {}
}
