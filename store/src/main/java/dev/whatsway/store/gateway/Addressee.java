package dev.whatsway.store.gateway;

import dev.whatsway.store.audience.PhoneNumbers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client's {@code to} and {@code recipient} may stand for.
 *
 * <p>Meta puts the country code of the business number before a number without a plus sign ("Send
 * messages"), while most clients write their international numbers so and are understood. So such a
 * number may be one of two people, and what stands against one of them stands against the send.
 *
 * @param name by which the ledger and the limits know the person: the likeliest number, E.164 with
 *     its plus sign; the BSUID where there is no number; else what the client wrote
 * @param number whether the name is a number
 * @param userId the BSUID, null where the client gave none
 * @param persons everything that the person may be known by, the name first
 */
record Addressee(String name, boolean number, @Nullable String userId, List<String> persons) {

  /** Shorter and longer ones are nobody's (ITU-T E.164); service numbers have no WhatsApp. */
  private static final int FEWEST = 6;

  private static final int MOST = 15;

  /** What is dialled before a number of another country. */
  private static final List<String> DIALLED_OUT = List.of("00", "011");

  /** Meta's longest BSUID has about as many. */
  private static final int LONGEST = 160;

  /**
   * Reads them.
   *
   * @param businessNumber of the sending channel, E.164
   */
  static Addressee of(@Nullable String to, @Nullable String recipient, String businessNumber) {
    Set<String> persons = new LinkedHashSet<>(to == null ? List.of() : numbers(to, businessNumber));
    boolean number = !persons.isEmpty();
    Stream.of(Optional.ofNullable(to).filter(written -> !number), Optional.ofNullable(recipient))
        .flatMap(Optional::stream)
        .map(written -> written.substring(0, Math.min(written.length(), LONGEST)))
        .forEach(persons::add);
    List<String> all = List.copyOf(persons);
    return new Addressee(all.isEmpty() ? "" : all.get(0), number, recipient, all);
  }

  /** Returns the same with the number that is known to be behind the BSUID. */
  Addressee known(String phone) {
    Set<String> all = new LinkedHashSet<>(List.of(phone));
    all.addAll(persons);
    return new Addressee(phone, true, userId, List.copyOf(all));
  }

  /** Returns everything but the name. */
  String[] others() {
    return persons.stream().filter(person -> !person.equals(name)).toArray(String[]::new);
  }

  /** Returns the numbers that the text may stand for, the likeliest first; none for other text. */
  private static Set<String> numbers(String to, String businessNumber) {
    String digits = digits(to);
    if (digits.length() < FEWEST || to.codePoints().anyMatch(Character::isLetter)) {
      return Set.of();
    }
    Set<String> numbers = new LinkedHashSet<>();
    String literal = "+" + digits;
    Optional<String> international = PhoneNumbers.e164(literal, null);
    international.ifPresent(numbers::add);
    if (!to.strip().startsWith("+")) {
      PhoneNumbers.country(businessNumber)
          .flatMap(country -> PhoneNumbers.e164(digits, country))
          .ifPresent(numbers::add);
      numbers.add(literal);
      PhoneNumbers.callingCode(businessNumber).ifPresent(code -> numbers.add(code + digits));
      for (String prefix : DIALLED_OUT) {
        if (digits.startsWith(prefix)) {
          numbers.add("+" + digits.substring(prefix.length()));
        }
      }
    }
    numbers.add(literal);
    numbers.removeIf(number -> number.length() > MOST + 1);
    return numbers;
  }

  /** The decimal digits of whichever script, as ASCII. */
  private static String digits(String to) {
    StringBuilder digits = new StringBuilder();
    to.codePoints()
        .filter(Character::isDigit)
        .forEach(digit -> digits.append(Character.digit(digit, 10)));
    return digits.toString();
  }

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "Addressee[number=" + number + "]";
  }
}
