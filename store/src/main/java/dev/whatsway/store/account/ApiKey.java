package dev.whatsway.store.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key; the key itself is not.
 *
 * @param scopes what it may be used for, by the words of the table; at least one
 * @param perSecond how many requests it may make a second; null for no limit
 * @param revokedAt null while it is good
 */
public record ApiKey(
    UUID id,
    UUID accountId,
    String name,
    List<String> scopes,
    @Nullable Integer perSecond,
    Instant createdAt,
    @Nullable Instant revokedAt) {

  /** The scope that holds all others, and the keys of the account. */
  public static final String ADMIN = "admin";

  public ApiKey {
    scopes = List.copyOf(scopes);
  }
}
