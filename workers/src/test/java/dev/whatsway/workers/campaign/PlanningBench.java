package dev.whatsway.workers.campaign;

import dev.whatsway.contract.campaign.CampaignPlanning;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.contact.Recipients;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.store.link.LinkTokens;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.segment.SegmentPlans;
import dev.whatsway.store.segment.Segments;
import dev.whatsway.store.template.Templates;
import dev.whatsway.workers.StoreContext;
import dev.whatsway.workers.journey.EntrantPlanning;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Clock;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The planning activities on the store of the tests' database. */
final class PlanningBench implements AutoCloseable {

  private final AnnotationConfigApplicationContext store = StoreContext.open();
  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();

  <T> T get(Class<T> type) {
    return store.getBean(type);
  }

  CampaignPlanning planning() {
    environment.registerActivitiesImplementations(
        new CampaignPlanningActivities(
            get(CampaignRuns.class),
            get(Channels.class),
            get(Templates.class),
            get(Recipients.class),
            get(CampaignMessages.class),
            get(LinkTokens.class),
            new SegmentPlanning(
                get(CampaignRuns.class),
                get(Segments.class),
                get(SegmentPlans.class),
                get(Contacts.class),
                get(CampaignMessages.class),
                Clock.systemUTC()),
            entrants()));
    return environment.newActivityStub(CampaignPlanning.class);
  }

  /** Lets the planning begin as a try after one that got as far as this. */
  PlanningBench heartbeat(long details) {
    environment.setHeartbeatDetails(details);
    return this;
  }

  private EntrantPlanning entrants() {
    return new EntrantPlanning(
        get(CampaignRuns.class),
        get(Recipients.class),
        get(Segments.class),
        get(SegmentPlans.class),
        get(Contacts.class),
        get(Journeys.class),
        get(CompiledPlans.class),
        new Conditions(),
        Clock.systemUTC());
  }

  @Override
  public void close() {
    environment.close();
    store.close();
  }
}
