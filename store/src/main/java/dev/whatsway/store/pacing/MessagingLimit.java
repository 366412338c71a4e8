package dev.whatsway.store.pacing;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many people a portfolio may write to within 24 hours, read from Meta's word for it.
 *
 * <p>Meta's pages CONFLICT: the levels are 250, 2,000, 10,000, 100,000 and none ("Messaging
 * limits", October 7, 2025), while the enum of the API still has {@code TIER_50} and {@code
 * TIER_1K}, and one webhook tells a plain 2000. So any number is taken as it is said; a word
 * without one counts as unlimited, since Meta enforces its limit itself and a guess of ours would
 * only hold messages back.
 */
public final class MessagingLimit {

  private static final Pattern TIER = Pattern.compile("(?:TIER_)?(\\d{1,9})(K?)");

  /**
   * Reads a limit.
   *
   * @param word such as {@code TIER_2K}; null where Meta has not told it
   * @return empty for unlimited
   */
  public static OptionalLong people(@Nullable String word) {
    if (word == null) {
      return OptionalLong.empty();
    }
    Matcher tier = TIER.matcher(word.strip().toUpperCase(Locale.ROOT));
    return tier.matches()
        ? OptionalLong.of(Long.parseLong(tier.group(1)) * (tier.group(2).isEmpty() ? 1 : 1_000))
        : OptionalLong.empty();
  }

  private MessagingLimit() {}
}
