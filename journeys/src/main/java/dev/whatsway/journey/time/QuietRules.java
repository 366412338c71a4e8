package dev.whatsway.journey.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The quiet hours that apply to one recipient together: it is quiet if any of them says so. */
public record QuietRules(List<Rule> rules) {

  public static final QuietRules NONE = new QuietRules(List.of());

  // Rules of one zone leave some time free each day, but for a day on which the clocks skip it.
  private static final Duration SEARCHED = Duration.ofDays(8);

  public QuietRules {
    rules = List.copyOf(rules);
  }

  /** Who asks for quiet. */
  public enum Holder {
    ACCOUNT("the account"),
    CAMPAIGN("the campaign"),
    COUNTRY("the recipient's country");

    private final String text;

    Holder(String text) {
      this.text = text;
    }
  }

  /**
   * One rule.
   *
   * @param zone where its hours are read; null for where the recipient lives
   */
  public record Rule(Holder holder, QuietHours hours, @Nullable ZoneId zone) {

    ZoneId zoneFor(ZoneId recipient) {
      return zone == null ? recipient : zone;
    }
  }

  /**
   * Returns the rules of these, all read where the recipient lives.
   *
   * @param account null for none, as the others
   */
  public static QuietRules of(
      @Nullable QuietHours account, @Nullable QuietHours campaign, @Nullable QuietHours country) {
    List<Rule> rules = new ArrayList<>();
    add(rules, Holder.ACCOUNT, account);
    add(rules, Holder.CAMPAIGN, campaign);
    add(rules, Holder.COUNTRY, country);
    return new QuietRules(rules);
  }

  private static void add(List<Rule> rules, Holder holder, @Nullable QuietHours hours) {
    if (hours != null) {
      rules.add(new Rule(holder, hours, null));
    }
  }

  /**
   * Returns what is wrong with quiet hours that together leave no time of the day, if they do.
   *
   * @param countries quiet hours by ISO 3166-1 alpha-2; each is checked with the others
   */
  public static Optional<String> problem(
      @Nullable QuietHours account,
      @Nullable QuietHours campaign,
      Map<String, QuietHours> countries) {
    return of(account, campaign, null)
        .problem()
        .or(
            () ->
                new TreeMap<>(countries)
                    .entrySet().stream()
                        .flatMap(
                            country ->
                                of(account, campaign, country.getValue()).problem().stream()
                                    .map(problem -> "For " + country.getKey() + ": " + problem))
                        .findFirst());
  }

  /**
   * Returns what is wrong with rules that together leave no time of the day. Rules of different
   * zones are not compared: whether they do depends on the recipient, whose answer is then {@link
   * Release.Never}.
   */
  public Optional<String> problem() {
    return rules.stream()
        .collect(Collectors.groupingBy(rule -> Optional.ofNullable(rule.zone())))
        .values()
        .stream()
        .filter(QuietRules::coverTheDay)
        .findFirst()
        .map(
            together ->
                "quiet_hours of "
                    + holders(together)
                    + " leave no time of the day in which anything may be sent; shorten one of"
                    + " them.");
  }

  private static boolean coverTheDay(List<Rule> rules) {
    BitSet day = new BitSet(QuietHours.DAY);
    rules.forEach(rule -> rule.hours().mark(day));
    return day.nextClearBit(0) >= QuietHours.DAY;
  }

  private static String holders(List<Rule> rules) {
    return rules.stream()
        .filter(rule -> !rule.hours().isNone())
        .map(rule -> rule.holder().text)
        .collect(Collectors.joining(" and "));
  }

  /** Returns the first instant from now on at which it is not quiet. */
  public Release earliest(Instant now, ZoneId recipient) {
    Instant at = now;
    Rule holding = null;
    while (at.isBefore(now.plus(SEARCHED))) {
      Optional<Hold> hold = hold(at, recipient);
      if (hold.isEmpty()) {
        return holding == null
            ? new Release.Free(at)
            : new Release.Held(at, holding.holder(), holding.zoneFor(recipient));
      }
      at = hold.get().until();
      holding = hold.get().rule();
    }
    return new Release.Never(
        "quiet hours of " + holders(rules) + " leave no time in which anything may be sent");
  }

  private record Hold(Rule rule, Instant until) {}

  private Optional<Hold> hold(Instant at, ZoneId recipient) {
    return rules.stream()
        .flatMap(
            rule ->
                quiet(rule, new Span(at, at), recipient)
                    .filter(span -> span.contains(at))
                    .map(span -> new Hold(rule, span.end())))
        .max(Comparator.comparing(Hold::until));
  }

  /** Returns what of the span is not quiet, in order. */
  List<Span> free(Span span, ZoneId recipient) {
    List<Span> free = List.of(span);
    for (Rule rule : rules) {
      for (Span quiet : quiet(rule, span, recipient).toList()) {
        free = free.stream().flatMap(part -> part.without(quiet).stream()).toList();
      }
    }
    return free;
  }

  /** All quiet spans that may touch the given one: a night begins a day before at most. */
  private static Stream<Span> quiet(Rule rule, Span span, ZoneId recipient) {
    ZoneId zone = rule.zoneFor(recipient);
    LocalDate first = span.start().atZone(zone).toLocalDate().minusDays(2);
    LocalDate last = span.end().atZone(zone).toLocalDate().plusDays(1);
    return rule.hours().between(first, last, zone).stream();
  }

  /** When quiet hours let something go. */
  public sealed interface Release {

    /** At once. */
    record Free(Instant at) implements Release {}

    /** Later; the rule of the holder, read in the zone, is the one that ends then. */
    record Held(Instant at, Holder holder, ZoneId zone) implements Release {

      /** Says in English who held it and until when. */
      public String explain() {
        return "held by quiet hours of "
            + holder.text
            + " until "
            + at.atZone(zone).toLocalTime()
            + " "
            + zone.getId();
      }
    }

    /** There is no such time, for a reason in English. */
    record Never(String reason) implements Release {}
  }
}
