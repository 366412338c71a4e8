package dev.whatsway.workers.replay;

/** A history that cannot be replayed at all; the message is a sentence with the way out. */
public final class HistoryException extends RuntimeException {

  HistoryException(String message) {
    super(message);
  }

  HistoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
