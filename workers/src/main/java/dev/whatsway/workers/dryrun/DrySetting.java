package dev.whatsway.workers.dryrun;

import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.cost.Rates;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/**
 * What is tried out.
 *
 * @param people the sample
 * @param zone of people who tell none
 * @param category of its templates; marketing needs an opt-in, and keeps quiet hours and caps
 * @param quiet the quiet hours that hold for somebody
 * @param caps over all campaigns; about marketing only
 * @param start when people enter
 * @param length nobody is followed for longer
 */
public record DrySetting(
    JourneyPlan plan,
    List<Contact> people,
    ZoneId zone,
    String category,
    Function<Contact, QuietRules> quiet,
    DryCaps caps,
    DryRates rates,
    Rates prices,
    Instant start,
    Duration length) {

  boolean marketing() {
    return category.equals("MARKETING");
  }
}
