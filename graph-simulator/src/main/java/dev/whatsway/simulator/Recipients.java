package dev.whatsway.simulator;

import java.util.regex.Pattern;

/** How recipients are written. */
final class Recipients {
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9()\\s.-]+");
  private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");

  private Recipients() {}

  /** Returns a phone number as digits without plus sign; anything else stays as it is. */
  static String normalise(String recipient) {
    String trimmed = recipient.strip();
    return PHONE.matcher(trimmed).matches() ? digits(trimmed) : trimmed;
  }

  static boolean isPhone(String recipient) {
    int digits = digits(recipient).length();
    // E.164 allows at most 15 digits.
    return PHONE.matcher(recipient.strip()).matches() && digits >= 7 && digits <= 15;
  }

  static boolean isUserId(String recipient) {
    return USER_ID.matcher(recipient).matches();
  }

  private static String digits(String text) {
    StringBuilder digits = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      }
    }
    return digits.toString();
  }
}
