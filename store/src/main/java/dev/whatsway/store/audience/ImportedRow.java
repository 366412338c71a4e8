package dev.whatsway.store.audience;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that can be imported.
 *
 * @param phone E.164
 * @param consent what the row says of the opt-in itself; null when it says nothing
 */
record ImportedRow(
    long line,
    String phone,
    @Nullable String name,
    @Nullable String country,
    @Nullable String timezone,
    @Nullable String locale,
    Map<String, String> attributes,
    @Nullable Consent consent) {

  /**
   * A row's word on the opt-in.
   *
   * @param given false for an explicit no
   * @param at when it was given, null where the row does not say
   * @param source null where the row does not say
   */
  record Consent(boolean given, @Nullable Instant at, @Nullable String source) {}
}
