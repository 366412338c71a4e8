package dev.whatsway.store.cost;

import dev.whatsway.store.audience.PhoneNumbers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rates by date, country and category. Meta, "Pricing": a message is billed when it is delivered,
 * by the country code of the recipient and its category; rates change on the first of a quarter.
 */
public final class Rates {

  /** Stands for every country without rows of its own. */
  static final String ELSEWHERE = "*";

  private final Map<Key, NavigableMap<LocalDate, Rate>> rates = new HashMap<>();

  record Key(String country, String category) {}

  record Rate(BigDecimal amount, String currency) {}

  /** No rate at all: no cost is known. */
  public static Rates none() {
    return new Rates();
  }

  /** Returns false where there is a rate for the same day already. */
  boolean add(LocalDate from, Key key, Rate rate) {
    return rates.computeIfAbsent(key, k -> new TreeMap<>()).putIfAbsent(from, rate) == null;
  }

  boolean isEmpty() {
    return rates.isEmpty();
  }

  /** Returns what the message costs; empty where no rate says it, or Meta's word is not known. */
  public Optional<Cost> of(Charge charge) {
    if (isEmpty()) {
      return Optional.empty();
    }
    Rate rate = rate(charge);
    boolean free =
        Boolean.FALSE.equals(charge.billable())
            || (charge.type() != null && charge.type().startsWith("free_"));
    if (free) {
      return Optional.of(
          new Cost(
              BigDecimal.ZERO,
              rate == null ? null : rate.currency,
              rate == null ? null : rate.amount));
    }
    boolean regular =
        charge.type() == null
            ? Boolean.TRUE.equals(charge.billable())
            : charge.type().equals("regular");
    return regular && rate != null
        ? Optional.of(new Cost(rate.amount, rate.currency, null))
        : Optional.empty();
  }

  private @Nullable Rate rate(Charge charge) {
    String country = PhoneNumbers.country(charge.recipient()).orElse(null);
    if (country == null) {
      return null;
    }
    LocalDate day = charge.deliveredAt().atZone(ZoneOffset.UTC).toLocalDate();
    String category = category(charge.category());
    Rate rate = rate(country, category, day);
    // Meta publishes one marketing rate for both routes; the webhook names them apart.
    return rate == null && category.equals("marketing_lite")
        ? rate(country, "marketing", day)
        : rate;
  }

  private @Nullable Rate rate(String country, String category, LocalDate day) {
    Rate own = at(new Key(country, category), day);
    return own == null ? at(new Key(ELSEWHERE, category), day) : own;
  }

  private @Nullable Rate at(Key key, LocalDate day) {
    NavigableMap<LocalDate, Rate> dated = rates.get(key);
    Map.Entry<LocalDate, Rate> entry = dated == null ? null : dated.floorEntry(day);
    return entry == null ? null : entry.getValue();
  }

  /**
   * Meta writes authentication-international in one place, authentication_international in others.
   */
  static String category(String word) {
    String lower = word.strip().toLowerCase(Locale.ROOT);
    return lower.equals("authentication-international") ? "authentication_international" : lower;
  }
}
