package dev.whatsway.store.contact;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Numbers that are the same person's. In Brazil, Mexico and Argentina mobile numbers got a digit
 * more, and WhatsApp knows many people by the number without it: the {@code wa_id} of a webhook may
 * then be another number than the one that was dialled. Whoever says stop by one of them must not
 * be written to by the other.
 */
public final class PhoneTwins {

  private static final Pattern BRAZIL = Pattern.compile("\\+55([1-9][0-9])(9?)([6-9][0-9]{7})");
  private static final Pattern MEXICO = Pattern.compile("\\+52(1?)([2-9][0-9]{9})");
  private static final Pattern ARGENTINA = Pattern.compile("\\+54(9?)([1-8][0-9]{9})");

  /** Returns the number and, where there is one, its twin, sorted. */
  public static List<String> of(String phone) {
    Matcher brazil = BRAZIL.matcher(phone);
    if (brazil.matches()) {
      return both("+55" + brazil.group(1), "9", brazil.group(3));
    }
    Matcher mexico = MEXICO.matcher(phone);
    if (mexico.matches()) {
      return both("+52", "1", mexico.group(2));
    }
    Matcher argentina = ARGENTINA.matcher(phone);
    if (argentina.matches()) {
      return both("+54", "9", argentina.group(2));
    }
    return List.of(phone);
  }

  private static List<String> both(String prefix, String digit, String rest) {
    return Stream.of(prefix + rest, prefix + digit + rest).sorted().toList();
  }

  private PhoneTwins() {}
}
