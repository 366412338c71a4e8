package dev.whatsway.launcher.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The launcher talks to a person; what its libraries log would stand in between. */
public final class QuietLogs {

  /** Held, since the log manager forgets loggers, and their levels, that nobody holds. */
  private static final java.util.logging.Logger GRPC =
      java.util.logging.Logger.getLogger("io.grpc");

  /** Lets through errors alone. */
  public static void set() {
    GRPC.setLevel(java.util.logging.Level.SEVERE);
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR);
    }
  }

  private QuietLogs() {}
}
