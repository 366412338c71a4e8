package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.JourneySteps.Command;
import dev.whatsway.contract.journey.Visit;
import dev.whatsway.journey.condition.Facts;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.Freezing;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.journey.travel.Scene;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.journey.Journey;
import dev.whatsway.store.journey.JourneyMessages;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.store.segment.ContactFacts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what steps ask of a person, and what ends a person's journey whatever its plan says. */
@Component
class People {

  private final Contacts contacts;
  private final Journeys journeys;
  private final Suppressions suppressions;
  private final JourneyMessages messages;
  private final Conditions conditions;

  People(
      Contacts contacts,
      Journeys journeys,
      Suppressions suppressions,
      JourneyMessages messages,
      Conditions conditions) {
    this.contacts = contacts;
    this.journeys = journeys;
    this.suppressions = suppressions;
    this.messages = messages;
    this.conditions = conditions;
  }

  /** Returns why the journey is over for this person, null where it is not. */
  @Nullable String over(Campaign campaign, Journey journey, Instant now) {
    if (campaign.status().closed()) {
      return "campaign-" + campaign.status().wire();
    }
    if (campaign.ended(now)) {
      return "campaign-ended";
    }
    Contact contact = contacts.get(journey.contactId()).orElse(null);
    if (contact == null) {
      return "erased";
    }
    Suppressions.Number number = new Suppressions.Number(campaign.accountId(), contact.phone());
    if (!suppressions.among(List.of(number)).isEmpty()) {
      return "suppressed";
    }
    return contact.optedOut() && campaign.category().equals("MARKETING") ? "opted-out" : null;
  }

  Scene scene(Campaign campaign, Journey journey, Command command) {
    Contact contact = contacts.get(journey.contactId()).orElseThrow();
    return new Scene(
        new Visit(
            command.campaignId(),
            command.contactId(),
            command.ordinal(),
            String.valueOf(command.step()),
            command.visit()),
        command.woken(),
        contact.phone(),
        facts(contact, journey, command.now()),
        ZoneId.of(campaign.timezone()),
        conditions,
        (name, value) -> set(journey, name, value));
  }

  /**
   * Messages behind this step are to see it, also where the step did not say that it may set it.
   */
  private void set(Journey journey, String name, @Nullable String value) {
    contacts.setAttribute(journey.contactId(), name, value);
    Journey now = journeys.find(journey.campaignId(), journey.ordinal()).orElseThrow();
    if (now.frozen().hasAttribute(name)) {
      journeys.freeze(now, now.frozen().without(name));
    }
  }

  /**
   * Freezes what messages of another plan say of somebody who goes over to it. Repeated, it changes
   * nothing: what is frozen stays.
   */
  void goOver(Journey journey, JourneyPlan to) {
    contacts
        .get(journey.contactId())
        .ifPresent(
            contact ->
                journeys.freeze(
                    journey,
                    Freezing.of(to).freeze(journey.frozen(), contact.values(journey.event()))));
  }

  private Facts facts(Contact contact, Journey journey, Instant now) {
    Facts facts = ContactFacts.of(contact, now);
    Map<String, Facts.Message> fates = new TreeMap<>();
    messages
        .fates(journey)
        .forEach(
            (step, fate) ->
                fates.put(
                    step,
                    new Facts.Message(
                        fate.status(),
                        fate.delivered(),
                        fate.read(),
                        fate.clicked(),
                        fate.replied())));
    return new Facts(
        facts.contact(), facts.attributes(), facts.consent(), now, fates, journey.event());
  }
}
