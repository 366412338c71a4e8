package dev.whatsway.store.subscription;

/** A target that events must not be sent to; the message says what would be right. */
public final class RefusedTargetException extends Exception {

  RefusedTargetException(String message) {
    super(message);
  }
}
