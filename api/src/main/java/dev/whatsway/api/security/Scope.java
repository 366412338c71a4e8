package dev.whatsway.api.security;

import dev.whatsway.store.account.ApiKey;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an API key may be used for. */
public enum Scope {
  /** Everything, the account's keys included. */
  ADMIN,
  /** Everything under {@code /api/v1} but the keys. */
  MANAGE,
  /** What {@code /api/v1} answers a GET with, but for the keys. */
  READ,
  /** Sends through Meta's own paths, and nothing under {@code /api}. */
  GATEWAY;

  /** Returns the word of the API and of the table. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a key that holds these words may do what needs this scope. */
  boolean isWithin(Collection<String> held) {
    return held.contains(ApiKey.ADMIN)
        || held.contains(wire())
        || this == READ && held.contains(MANAGE.wire());
  }

  /** Returns the words of all scopes. */
  public static List<String> wires() {
    return Stream.of(values()).map(Scope::wire).toList();
  }
}
