package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.LauncherException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Ours in bulk: a campaign tracked by the ledger for each number, each to its share of the people,
 * from the launch until all are read.
 */
final class LedgerSide implements Contest.Side {

  private final BenchOptions options;
  private final BenchPlace place;
  private final BenchShop shop;
  private final List<String> channels;
  private final Clock clock;
  private final List<String> audiences = new ArrayList<>();

  LedgerSide(
      BenchOptions options, BenchPlace place, BenchShop shop, List<String> channels, Clock clock) {
    this.options = options;
    this.place = place;
    this.shop = shop;
    this.channels = channels;
    this.clock = clock;
  }

  /**
   * Imports everybody's share; before any clock runs.
   *
   * @param before ordinals that others have
   */
  void importPeople(long before) {
    int shares = (int) Math.min(channels.size(), options.recipients());
    for (int share = 0; share < shares; share++) {
      long first = options.recipients() * share / shares;
      long end = options.recipients() * (share + 1) / shares;
      audiences.add(shop.audience(before + first, end - first));
    }
  }

  @Override
  public String title() {
    return "WhatsWay, ledger, each message sent, delivered and read";
  }

  @Override
  public Contest.Taken run() {
    Sent sent = send();
    Map<String, Object> details = new LinkedHashMap<>(sent.cpu());
    details.put("seconds_until_planned", sent.planned());
    details.put("seconds_until_accepted", sent.accepted());
    return new Contest.Taken(options.recipients() / sent.read(), details);
  }

  /**
   * What campaigns came to; all times are seconds since the launch.
   *
   * @param campaigns their ids
   * @param planned until everybody had been looked at
   * @param accepted until every message was accepted
   * @param read until every message was read
   * @param cpu what {@link CpuTimes} tells
   */
  record Sent(
      List<String> campaigns,
      double planned,
      double accepted,
      double read,
      Map<String, Object> cpu) {}

  /** Sends to everybody once. */
  Sent send() {
    shop.everybodyReads();
    List<String> drafts = new ArrayList<>();
    for (int share = 0; share < audiences.size(); share++) {
      drafts.add(shop.draft(channels.get(share), audiences.get(share), "ledger"));
    }
    Instant since = clock.instant();
    CpuTimes cpu = CpuTimes.begin(place.pids().get());
    Launched launched = Launched.launch(shop, drafts, options.time());
    launched.awaitPlanned(options.recipients());
    double planned = launched.seconds();
    launched.awaitAccepted(options.recipients());
    double accepted = launched.seconds();
    launched.awaitRead(options.recipients());
    double read = launched.seconds();
    Sent sent = new Sent(List.copyOf(drafts), planned, accepted, read, cpu.details(read));
    requireEachOnce(since);
    return sent;
  }

  private void requireEachOnce(Instant since) {
    JsonNode summary = shop.simulator().get("/_simulator/summary?since=" + since);
    long accepted = summary.path("accepted_sends").asLong();
    long duplicates = summary.path("duplicate_sends").asLong();
    if (accepted != options.recipients() || duplicates != 0) {
      throw new LauncherException(
          "The simulator accepted %d sends to %d people, %d of them twice; that must not be."
              .formatted(accepted, options.recipients(), duplicates));
    }
  }
}
