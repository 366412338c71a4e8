package dev.whatsway.launcher.process;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A small shell process that ends every child of a run folder when this JVM is gone, even by
 * SIGKILL: it reads a pipe whose other end only this JVM holds.
 */
public final class Watchdog implements AutoCloseable {

  private final OutputStream lifeline;
  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
    this.lifeline = process.getOutputStream();
  }

  public static Watchdog over(RunFolder folder) throws IOException {
    return new Watchdog(
        new ProcessBuilder(folder.watchdogCommand())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  public long pid() {
    return process.pid();
  }

  /** Lets go: whatever is still noted in the folder is ended. */
  @Override
  public void close() {
    try {
      lifeline.close();
    } catch (IOException e) {
      // The watchdog itself is gone; there is nothing left to let go of.
    }
  }
}
