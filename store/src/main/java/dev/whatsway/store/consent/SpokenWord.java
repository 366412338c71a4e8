package dev.whatsway.store.consent;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes what people write comparable: {@code STOP!}, {@code stop } and {@code stop 🛑} are the same
 * word, {@code don't stop} is another. Only what stands around a text is dropped, never what stands
 * within it.
 */
final class SpokenWord {

  /** Longer texts are no keywords, and are not worth the work. */
  private static final int LONGEST = 200;

  /** Marks that change nothing for a reader: variation selectors, directions, Arabic vowels. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cf}\\uFE0E\\uFE0F\\u0640\\u064B-\\u0652\\u0670]");

  private static final Pattern BEFORE = Pattern.compile("^[^\\p{L}\\p{N}]+");
  private static final Pattern BEHIND = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+$");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

  /** Returns the text as it is compared; empty where it holds no letter or digit. */
  static String normal(String text) {
    if (text.length() > LONGEST) {
      return "";
    }
    String word = Normalizer.normalize(text, Normalizer.Form.NFKC);
    // Up and down again folds ß and the final sigma; what is left are the i of Turkish.
    word = word.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    word = word.replace("i\u0307", "i").replace('\u0131', 'i').replace('\u2019', '\'');
    word = UNSEEN.matcher(word).replaceAll("");
    word = BEHIND.matcher(BEFORE.matcher(word).replaceFirst("")).replaceFirst("");
    return SPACES.matcher(word).replaceAll(" ");
  }

  private SpokenWord() {}
}
