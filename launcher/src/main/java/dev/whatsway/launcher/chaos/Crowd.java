package dev.whatsway.launcher.chaos;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Recipients that nobody else has: each is written to by one campaign, so that one send to them is
 * right and a second is a duplicate. German mobile numbers with the person's kind as a digit.
 */
final class Crowd {

  private static final String PREFIX = "491517";
  private static final int MOST = 1_000_000;

  /** Everybody's name: no word of any log, so one that holds it holds a message's text. */
  static final String NAME = "Mirabellenzweig";

  /** Any of the numbers, and not as a part of a longer number or of a hexadecimal id. */
  static final Pattern NUMBER =
      Pattern.compile("(?<![0-9a-fA-F])" + PREFIX + "\\d{7}(?![0-9a-fA-F])");

  private int next;

  /** A CSV of the next {@code size} people. */
  synchronized String csv(int size) {
    if (next + size > MOST) {
      throw new IllegalStateException("no more numbers");
    }
    StringBuilder csv = new StringBuilder("phone,name,opt_in\n");
    for (int index = 0; index < size; index++) {
      Person person = Person.ofIndex(index);
      csv.append('+')
          .append(prefix(person))
          .append("%06d".formatted(next++))
          .append(',')
          .append(NAME)
          .append(person == Person.NO_CONSENT ? ",false\n" : ",\n");
    }
    return csv.toString();
  }

  static String prefix(Person person) {
    return PREFIX + person.ordinal();
  }

  /** The kind of a recipient, given as digits without plus sign. */
  static Person of(String digits) {
    return Arrays.stream(Person.values())
        .filter(person -> digits.startsWith(prefix(person)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not one of the crowd"));
  }
}
