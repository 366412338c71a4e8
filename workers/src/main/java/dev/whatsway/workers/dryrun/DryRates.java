package dev.whatsway.workers.dryrun;

import java.util.Map;

/**
 * How people are taken to react.
 *
 * @param delivered the part of messages that are delivered, 0 to 1, as all the others
 * @param read of those that are delivered
 * @param clicked of those that are read
 * @param replied of those that are read
 * @param events the part of people to whom a custom event happens within a day, by its name
 */
public record DryRates(
    double delivered, double read, double clicked, double replied, Map<String, Double> events) {

  /** What is taken where nothing has been given or learnt. */
  public static final DryRates USUAL = new DryRates(0.95, 0.7, 0.15, 0.03, Map.of());

  public DryRates {
    events = Map.copyOf(events);
  }
}
