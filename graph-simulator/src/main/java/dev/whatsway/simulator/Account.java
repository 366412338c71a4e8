package dev.whatsway.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator accepted and refused. Built for a million sends: an entry is about 120 bytes,
 * request bodies are not kept, message ids are recomputed.
 */
final class Account {
  /** A send; recipients that are phone numbers are kept as a number, user ids as text. */
  private record Entry(
      long at,
      long fingerprint,
      long phone,
      @Nullable String userId,
      String phoneNumberId,
      Route endpoint,
      Route route,
      @Nullable String template,
      byte @Nullable [] callbackData) {

    String recipient() {
      return userId == null ? Long.toString(phone) : userId;
    }
  }

  private final Clock clock;
  private final long run;
  private final List<Entry> entries = new ArrayList<>();
  private final LongSet fingerprints = new LongSet();
  private final Map<String, String> interned = new HashMap<>();
  private final List<LostAnswer> lost = new ArrayList<>();
  private final Map<String, Long> refusedByCode = new TreeMap<>();
  private final ArrayDeque<Long> lastSecond = new ArrayDeque<>();
  private long duplicates;
  private long peakPerSecond;
  private long rateViolations;
  private long pairViolations;

  /** Starts an empty account; {@code run} makes message ids of different runs differ. */
  Account(Clock clock, long run) {
    this.clock = clock;
    this.run = run;
  }

  /** Records an accepted send and returns its wamid. */
  synchronized String accept(SendRequest send, Route route) {
    long now = clock.millis();
    String callbackData = send.callbackData();
    // A leading zero would be lost in a number; such a recipient is kept as text.
    boolean asText = send.toUserId() || send.recipient().startsWith("0");
    entries.add(
        new Entry(
            now,
            send.fingerprint(),
            asText ? 0 : Long.parseLong(send.recipient()),
            asText ? send.recipient() : null,
            intern(send.phoneNumberId()),
            send.endpoint(),
            route,
            send.template() == null ? null : intern(send.template().name()),
            callbackData == null ? null : callbackData.getBytes(StandardCharsets.UTF_8)));
    if (!fingerprints.add(send.fingerprint())) {
      duplicates++;
    }
    lastSecond.addLast(now);
    while (lastSecond.getFirst() <= now - 1000) {
      lastSecond.removeFirst();
    }
    peakPerSecond = Math.max(peakPerSecond, lastSecond.size());
    return Wamid.of(run, entries.size() - 1L, send.recipient());
  }

  /** Records that the answer to a send was lost by order of the behaviour. */
  synchronized void lost(SendRequest send, Fate.Connection connection, boolean accepted) {
    lost.add(
        new LostAnswer(
            send.recipient(),
            connection.name().toLowerCase(Locale.ROOT),
            accepted,
            clock.instant(),
            send.callbackData()));
  }

  /** Lists lost answers in order. */
  synchronized List<LostAnswer> lost(int offset, int limit) {
    int from = Math.min(offset, lost.size());
    return List.copyOf(lost.subList(from, Math.min(lost.size(), from + limit)));
  }

  synchronized void refused(int code) {
    refusedByCode.merge(String.valueOf(code), 1L, Long::sum);
  }

  synchronized void rateViolation() {
    rateViolations++;
  }

  synchronized void pairViolation() {
    pairViolations++;
  }

  /**
   * Sums up.
   *
   * @param since null for everything; else accepted, duplicate and by_route look only at sends from
   *     then on, and a duplicate is one of a send that is also from then on
   */
  synchronized SimulatorSummary summary(
      @Nullable Instant since, SimulatorSummary.Webhooks webhooks, SimulatorSummary.Links links) {
    long accepted = 0;
    long repeated = 0;
    long[] byRoute = new long[Route.values().length];
    long from = since == null ? Long.MIN_VALUE : since.toEpochMilli();
    LongSet seen = new LongSet();
    for (Entry entry : entries) {
      if (entry.at() >= from) {
        accepted++;
        byRoute[entry.route().ordinal()]++;
        if (since != null && !seen.add(entry.fingerprint())) {
          repeated++;
        }
      }
    }
    Map<String, Long> routes = new TreeMap<>();
    for (Route route : Route.values()) {
      routes.put(route.wireName(), byRoute[route.ordinal()]);
    }
    return new SimulatorSummary(
        accepted,
        since == null ? duplicates : repeated,
        routes,
        new TreeMap<>(refusedByCode),
        peakPerSecond,
        rateViolations,
        pairViolations,
        webhooks,
        links);
  }

  /** Lists accepted sends in order, to one recipient or (null) to all. */
  synchronized List<AcceptedSend> sends(@Nullable String to, int offset, int limit) {
    String wanted = to == null ? null : Recipients.normalise(to);
    List<AcceptedSend> found = new ArrayList<>();
    int matched = 0;
    for (int i = 0; i < entries.size() && found.size() < limit; i++) {
      Entry entry = entries.get(i);
      String recipient = entry.recipient();
      if ((wanted == null || wanted.equals(recipient)) && matched++ >= offset) {
        found.add(view(i, entry, recipient));
      }
    }
    return found;
  }

  private AcceptedSend view(int sequence, Entry entry, String recipient) {
    byte[] callbackData = entry.callbackData();
    return new AcceptedSend(
        Wamid.of(run, sequence, recipient),
        entry.phoneNumberId(),
        recipient,
        entry.route().wireName(),
        entry.endpoint().path(),
        entry.template(),
        Instant.ofEpochMilli(entry.at()),
        callbackData == null ? null : new String(callbackData, StandardCharsets.UTF_8));
  }

  private String intern(String text) {
    return interned.computeIfAbsent(text, same -> same);
  }
}
