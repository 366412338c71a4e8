package dev.whatsway.store.cost;

import dev.whatsway.store.audience.PhoneNumbers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Reads a rate file: CSV with the header {@code effective_from,countries,category,currency,amount}.
 * Lines that begin with # and empty ones say nothing. Countries are ISO 3166-1 alpha-2 with blanks
 * in between, or * for all others.
 */
final class RateFile {

  private static final String HEADER = "effective_from,countries,category,currency,amount";

  /** What the columns of messages hold. */
  private static final int DECIMALS = 4;

  private final String name;
  private final Rates rates = new Rates();
  private int line;

  private RateFile(String name) {
    this.name = name;
  }

  /**
   * Returns the rates of the file.
   *
   * @throws IllegalArgumentException naming the line that is wrong, and what would be right
   */
  static Rates read(String name, List<String> lines) {
    RateFile file = new RateFile(name);
    boolean header = false;
    for (String text : lines) {
      file.line++;
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      if (!header) {
        file.check(text.strip().equals(HEADER), "the first line must be " + HEADER);
        header = true;
      } else {
        file.row(text.split(",", -1));
      }
    }
    file.check(!file.rates.isEmpty(), "the file must hold at least one rate");
    return file.rates;
  }

  private void row(String[] cells) {
    check(cells.length == 5, "a line must have the five cells " + HEADER);
    LocalDate from = date(cells[0].strip());
    String category = Rates.category(cells[2]);
    check(category.matches("[a-z_]+"), "category must be Meta's word, such as marketing");
    String currency = cells[3].strip();
    check(currency.matches("[A-Z]{3}"), "currency must be three letters of ISO 4217");
    BigDecimal amount = amount(cells[4].strip());
    for (String country : cells[1].strip().split("\\s+")) {
      check(
          country.equals(Rates.ELSEWHERE) || PhoneNumbers.isCountry(country),
          "countries must be ISO 3166-1 alpha-2 with blanks in between, or *");
      check(
          rates.add(from, new Rates.Key(country, category), new Rates.Rate(amount, currency)),
          "there is a rate for " + country + ", " + category + " and that day already");
    }
  }

  private LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong("effective_from must be a day such as 2026-10-01");
    }
  }

  private BigDecimal amount(String text) {
    String right = "amount must be a decimal of at most four places, such as 0.0512";
    check(text.matches("[0-9]{1,5}(\\.[0-9]{1,9})?"), right);
    BigDecimal amount = new BigDecimal(text).stripTrailingZeros();
    check(amount.scale() <= DECIMALS, right);
    return amount.setScale(DECIMALS);
  }

  private void check(boolean right, String message) {
    if (!right) {
      throw wrong(message);
    }
  }

  private IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(
        "Rate file %s, line %d: %s.".formatted(name, line, message));
  }
}
