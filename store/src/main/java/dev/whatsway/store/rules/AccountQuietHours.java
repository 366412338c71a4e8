package dev.whatsway.store.rules;

import dev.whatsway.journey.time.QuietHours;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The quiet hours of an account, read where the recipient lives.
 *
 * @param everywhere null for none
 * @param countries further ones for the people of a country, by ISO 3166-1 alpha-2
 */
public record AccountQuietHours(
    @Nullable QuietHours everywhere, Map<String, QuietHours> countries) {

  public static final AccountQuietHours NONE = new AccountQuietHours(null, Map.of());

  public AccountQuietHours {
    countries = Map.copyOf(countries);
  }
}
