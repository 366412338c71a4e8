package dev.whatsway.graph;

import java.util.regex.Pattern;

/** Takes personal data out of Meta's own words before ledger, history and log see them. */
public final class Redaction {

  /** Meta quotes the recipient's number in some details. */
  private static final Pattern PHONE_NUMBER = Pattern.compile("\\+?\\d[\\d ()-]{5,}\\d");

  public static String withoutNumbers(String text) {
    return PHONE_NUMBER.matcher(text).replaceAll("…");
  }

  private Redaction() {}
}
