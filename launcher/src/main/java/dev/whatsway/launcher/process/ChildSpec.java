package dev.whatsway.launcher.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a child process is.
 *
 * @param name name of its pid file and log file, and in messages
 * @param title name for people
 * @param command makes the command line; called before every start, so it may clear up first
 * @param environment added to the launcher's own environment
 * @param stopSignal the signal that asks it to end in good order, such as {@code TERM}
 * @param health tells whether it serves
 * @param patience how long a start may take until it serves
 * @param startAttempts how many times a start is tried when the process ends before it serves
 */
public record ChildSpec(
    String name,
    String title,
    CommandSource command,
    Map<String, String> environment,
    String stopSignal,
    Health health,
    Duration patience,
    int startAttempts) {

  /** Makes a command line. */
  @FunctionalInterface
  public interface CommandSource {
    List<String> commandLine() throws IOException;
  }

  /** One look at the process; any exception means that it does not serve yet. */
  @FunctionalInterface
  public interface Health {
    boolean serves() throws Exception;
  }
}
