package dev.whatsway.store.channel;

/** A secret that this process' keys do not open: it waits for the key, and is nobody's mistake. */
public final class LockedSecretException extends IllegalStateException {

  LockedSecretException(String message, Throwable cause) {
    super(message, cause);
  }
}
