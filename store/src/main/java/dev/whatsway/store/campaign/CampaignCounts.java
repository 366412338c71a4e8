package dev.whatsway.store.campaign;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A campaign's counters by metric; see the trigger functions of the messages table. */
public record CampaignCounts(Map<String, Long> metrics) {

  public long planned() {
    return of("planned");
  }

  /** Messages that stand at the status now. */
  public long at(String status) {
    return of(status);
  }

  /** What Meta took and has not failed since: accepted, sent, delivered and read together. */
  public long taken() {
    return of("accepted") + of("sent") + of("delivered") + of("read");
  }

  /** Messages that ever came as far as the status. */
  public long reached(String status) {
    return of("reached:" + status);
  }

  public long clicked() {
    return of("clicked");
  }

  public long replied() {
    return of("replied");
  }

  public long fallbacks() {
    return of("fallbacks");
  }

  /** Messages sent again, by the channel's policy, after an answer that stayed lost. */
  public long unknownResent() {
    return of("unknown_resent");
  }

  public long route(String route) {
    return of("route:" + route);
  }

  /** Counts by Meta's code. */
  public Map<Integer, Long> failures() {
    Map<Integer, Long> codes = new TreeMap<>();
    split("failed:").forEach((code, n) -> codes.put(Integer.valueOf(code), n));
    return codes;
  }

  public Map<String, Long> skippedByReason() {
    return split("skipped:");
  }

  /** What messages cost, in ten-thousandths of each currency. */
  public Map<String, Long> cost() {
    return split("cost:");
  }

  /** What messages would have cost that were free in a window, in ten-thousandths. */
  public Map<String, Long> saved() {
    return split("saved:");
  }

  /** Messages whose cost is known. */
  public long priced() {
    return of("priced");
  }

  /** The law of the ledger: everything planned has exactly one end. */
  public boolean conserved() {
    return planned()
        == taken() + of("failed") + of("skipped") + of("unknown") + of("expired") + of("canceled");
  }

  private Map<String, Long> split(String prefix) {
    Map<String, Long> found = new LinkedHashMap<>();
    new TreeMap<>(metrics)
        .forEach(
            (metric, n) -> {
              if (metric.startsWith(prefix) && n != 0) {
                found.put(metric.substring(prefix.length()), n);
              }
            });
    return found;
  }

  private long of(String metric) {
    return metrics.getOrDefault(metric, 0L);
  }
}
