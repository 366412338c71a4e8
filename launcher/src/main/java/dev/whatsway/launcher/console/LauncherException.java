package dev.whatsway.launcher.console;

/** A failure whose message is a sentence for the person at the terminal: cause and way out. */
public final class LauncherException extends RuntimeException {

  public LauncherException(String message) {
    super(message);
  }

  public LauncherException(String message, Throwable cause) {
    super(message, cause);
  }
}
