package dev.whatsway.api.journey;

import dev.whatsway.api.contact.Phones;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.journey.JourneyDetails;
import dev.whatsway.store.journey.JourneyLookups;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Finds whom a path means. */
@Component
class Travelers {

  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Campaigns campaigns;
  private final Contacts contacts;
  private final JourneyLookups journeys;

  Travelers(Campaigns campaigns, Contacts contacts, JourneyLookups journeys) {
    this.campaigns = campaigns;
    this.contacts = contacts;
    this.journeys = journeys;
  }

  /** Returns the caller's campaign, which has a journey. */
  Campaign campaign(UUID id, Caller caller) {
    Campaign campaign =
        campaigns
            .find(caller.accountId(), id)
            .orElseThrow(() -> ApiException.notFound("campaign", id));
    if (campaign.journeyHash() == null) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The campaign sends one message to each and has no journey; GET"
              + " /api/v1/campaigns/{id}/messages lists those.");
    }
    return campaign;
  }

  /**
   * Returns the latest journey of a person.
   *
   * @param contact the contact's id, or a number
   */
  JourneyDetails find(Campaign campaign, String contact) {
    Optional<UUID> contactId =
        ID.matcher(contact).matches()
            ? Optional.of(UUID.fromString(contact))
            : contacts.find(campaign.accountId(), Phones.ofPath(contact)).map(Contact::id);
    return contactId
        .flatMap(id -> journeys.find(campaign.id(), id))
        .orElseThrow(
            () ->
                new ApiException(
                    ProblemKind.NOT_FOUND, "This person has not entered this campaign's journey."));
  }
}
