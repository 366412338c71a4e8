package dev.whatsway.api.key;

import dev.whatsway.store.account.ApiKey;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as the API shows it.
 *
 * @param perSecond null for no limit
 * @param key what requests carry: shown once, when it is made; null from then on
 * @param revokedAt null while it is good
 */
@Schema(name = "ApiKey")
record ApiKeyView(
    UUID id,
    String name,
    List<String> scopes,
    @Nullable Integer perSecond,
    @Nullable String key,
    Instant createdAt,
    @Nullable Instant revokedAt) {

  static ApiKeyView of(ApiKey key) {
    return of(key, null);
  }

  static ApiKeyView of(ApiKey key, @Nullable String secret) {
    return new ApiKeyView(
        key.id(),
        key.name(),
        key.scopes(),
        key.perSecond(),
        secret,
        key.createdAt(),
        key.revokedAt());
  }

  /** Leaves out the key: whoever logs this record must not log it. */
  @Override
  public String toString() {
    return "ApiKeyView[id=" + id + "]";
  }
}
