package dev.whatsway.workers.campaign;

import dev.whatsway.contract.campaign.CampaignPlanning.Plan;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.contact.Recipient;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Planned;
import dev.whatsway.store.segment.ContactFacts;
import dev.whatsway.store.segment.Segment;
import dev.whatsway.store.segment.SegmentPlans;
import dev.whatsway.store.segment.SegmentPlans.Place;
import dev.whatsway.store.segment.Segments;
import io.temporal.activity.Activity;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Plans the messages of a segment: looks at the account's contacts by id, and goes on behind the
 * last one that was looked at after a crash. Who becomes a contact meanwhile may or may not be
 * among them; nobody is twice.
 */
@Component
class SegmentPlanning {

  /** Contacts read at once. */
  private static final int PAGE = 500;

  /** Messages a transaction, as with an audience; where few match there are fewer. */
  private static final int MESSAGES = 100;

  private final CampaignRuns campaigns;
  private final Segments segments;
  private final SegmentPlans plans;
  private final Contacts contacts;
  private final CampaignMessages messages;
  private final Clock clock;

  SegmentPlanning(
      CampaignRuns campaigns,
      Segments segments,
      SegmentPlans plans,
      Contacts contacts,
      CampaignMessages messages,
      Clock clock) {
    this.campaigns = campaigns;
    this.segments = segments;
    this.plans = plans;
    this.contacts = contacts;
    this.messages = messages;
    this.clock = clock;
  }

  Plan plan(Campaign campaign, UUID segmentId, MessageDrafts drafts) {
    Segment segment = segments.find(campaign.accountId(), segmentId).orElseThrow();
    return segment
        .compiled()
        .map(condition -> plan(campaign, condition, drafts))
        .orElseGet(() -> new Plan(0, Segment.UNREADABLE));
  }

  private Plan plan(Campaign campaign, Condition condition, MessageDrafts drafts) {
    Instant now = clock.instant();
    Place place = plans.place(campaign.id());
    while (true) {
      List<Contact> page = contacts.page(campaign.accountId(), place.after(), PAGE);
      if (page.isEmpty()) {
        return new Plan(place.ordinal(), null);
      }
      List<Planned> chunk = new ArrayList<>();
      for (int i = 0; i < page.size(); i++) {
        Contact contact = page.get(i);
        if (condition.test(ContactFacts.of(contact, condition, now)).matches()) {
          chunk.add(drafts.draft(Recipient.of(contact, place.ordinal() + chunk.size())));
        }
        // Each time: a page of a costly condition takes longer than the server waits for a sign.
        Activity.getExecutionContext().heartbeat(place.ordinal());
        if (chunk.size() == MESSAGES || i == page.size() - 1) {
          if (!store(campaign.id(), place, contact.id(), chunk)) {
            return new Plan(place.ordinal(), null);
          }
          place = new Place(contact.id(), place.ordinal() + chunk.size());
          chunk.clear();
        }
      }
    }
  }

  /** Returns false where the campaign is closed. */
  private boolean store(UUID campaignId, Place place, UUID to, List<Planned> chunk) {
    return campaigns.unlessClosed(
        campaignId,
        () -> {
          if (!plans.advance(campaignId, place.after(), to)) {
            // An attempt that was given up has stored something after all. If this is the one that
            // counts, it is repeated and goes on behind that.
            throw new IllegalStateException("Another attempt plans campaign " + campaignId + ".");
          }
          if (!chunk.isEmpty()) {
            messages.plan(campaignId, chunk);
          }
        });
  }
}
