package dev.whatsway.simulator;

import java.util.Map;

/**
 * The simulator's own account.
 *
 * @param acceptedSends sends answered with 200, or whose answer was lost by order of the behaviour
 * @param duplicateSends accepted sends beyond the first of the same content to the same person
 * @param byRoute accepted sends by route taken
 * @param refusedByCode synchronous refusals by Meta's code
 * @param peakPerSecond most accepted sends within any one second
 * @param rateViolations sends over a number's throughput (130429), simulated trouble and storms not
 *     counted
 * @param pairViolations sends over the pair rate (131056)
 */
public record SimulatorSummary(
    long acceptedSends,
    long duplicateSends,
    Map<String, Long> byRoute,
    Map<String, Long> refusedByCode,
    long peakPerSecond,
    long rateViolations,
    long pairViolations,
    Webhooks webhooks,
    Links links) {

  /**
   * Webhook events, not POSTs.
   *
   * @param pending planned or not yet acknowledged
   * @param delivered acknowledged with 200
   * @param dropped due while no webhook URL was set
   */
  public record Webhooks(long pending, long delivered, long dropped) {}

  /**
   * Links that readers followed, where the behaviour says to.
   *
   * @param opened answered with a status below 400
   * @param failed answered otherwise or not at all
   */
  public record Links(long opened, long failed) {}
}
