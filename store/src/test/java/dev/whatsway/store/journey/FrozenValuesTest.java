package dev.whatsway.store.journey;

import static dev.whatsway.store.test.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.Freezing;
import dev.whatsway.journey.step.FrozenValues;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.consent.Erasure;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.journey.Journeys.Entrant;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** What of a person is kept when they enter, and by whom it is changed. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class FrozenValuesTest {

  private static final String TWO =
      """
      {"steps": [
        {"id": "first", "type": "send", "template": {"name": "sale", "language": "en"},
         "variables": {"1": "{{name|friend}}"}},
        {"id": "mark", "type": "set_attribute", "name": "tier", "value": "gold"},
        {"id": "second", "type": "send", "template": {"name": "sale", "language": "en"},
         "variables": {"1": "{{city}}", "2": "{{tier}}", "3": "{{event.amount|0}}"}}]}
      """;

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final SettableClock clock = new SettableClock(NOW);
  private final JourneyKinds kinds = new JourneyKinds(List.of());
  private final Campaigns campaigns = new Campaigns(jdbc, json);
  private final Contacts contacts = new Contacts(jdbc, json, clock);
  private final JourneyPlans stored = new JourneyPlans(jdbc, clock);
  private final CompiledPlans plans = new CompiledPlans(stored, kinds);
  private final Journeys journeys = new Journeys(jdbc, json, clock);
  private final JourneyLookups lookups = new JourneyLookups(jdbc, plans, json);
  private final JourneyEntries entries =
      new JourneyEntries(
          jdbc,
          transactions,
          campaigns,
          contacts,
          plans,
          new JourneyOrdinals(jdbc),
          new Conditions(),
          json);
  private final Erasure erasure =
      new Erasure(jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), clock);
  private final String phone = Scenario.phone();
  private Scenario scenario;
  private UUID campaign;
  private UUID contact;
  private JourneyPlan plan;

  @BeforeEach
  void aRunningCampaignWithAJourney() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    contact = scenario.contact(phone, NOW, null);
    contacts.setAttribute(contact, "city", "Bonn");
    plan = ((Compiled.Sound) kinds.compiler().compile(TWO)).plan();
    new JourneyVersions(jdbc, transactions, campaigns, stored, json)
        .change(campaign, plan, "sale", "en", NOW);
  }

  @Test
  void whoEntersByAnEventKeepsWhatWasKnownThen() {
    Journey journey = entered();

    contacts.setAttribute(contact, "city", "Ulm");
    jdbc.sql("UPDATE contacts SET name = 'Eve'").update();

    assertThat(frozen(journey))
        .isEqualTo(Map.of("name|friend", "Ana", "city", "Bonn", "event.amount|0", "3"));
    assertThat(unfit()).isEmpty();
  }

  @Test
  void whoEntersWithAnAudienceKeepsWhatWasKnownThenHoweverOftenItIsPlanned() {
    plan(contact);
    contacts.setAttribute(contact, "city", "Ulm");
    plan(contact);

    assertThat(frozen(journeys.find(campaign, 0).orElseThrow()))
        .isEqualTo(Map.of("name|friend", "Ana", "city", "Bonn", "event.amount|0", "0"));
  }

  @Test
  void aValueThatIsMissingAtEntryIsMissingForGood() {
    contacts.setAttribute(contact, "city", null);
    Journey journey = entered();
    contacts.setAttribute(contact, "city", "Bonn");

    Map<String, @Nullable String> frozen = frozen(journey);
    assertThat(frozen).containsKey("city");
    assertThat(frozen.get("city")).isNull();
    assertThat(unfit()).isEqualTo(Map.of("second", "missing-variable:1"));
  }

  @Test
  void ofWhoWasErasedNothingIsFrozenByAPageThatWasReadBefore() {
    Entrant read = entrant(contact);
    Journey before = entered();
    erasure.erase(scenario.account, phone);

    journeys.freeze(before, new FrozenValues(Map.of("name|friend", "Ana")));
    jdbc.sql("UPDATE journeys SET status = 'ended'").update();
    journeys.plan(campaign, plan.hash(), List.of(read));

    assertThat(
            jdbc.sql("SELECT count(*) FROM journeys WHERE frozen IS NULL")
                .query(Integer.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void anErasureAndTheEndLeaveNothing() {
    Journey journey = entered();
    assertThat(journey.frozen().byKey()).isNotEmpty();
    erasure.erase(scenario.account, phone);
    assertThat(frozen(journey)).isEmpty();

    UUID other = scenario.contact();
    plan(other);
    journeys.end(campaign, 0, "completed", false, NOW);
    assertThat(jdbc.sql("SELECT count(frozen) FROM journeys").query(Integer.class).single())
        .isZero();
  }

  @Test
  void whoeverEmptiesTheEventLeavesNothingFrozen() {
    Journey journey = entered();
    // As a program of before this column does it.
    jdbc.sql("UPDATE journeys SET event = '{}' WHERE event <> '{}'").update();
    assertThat(frozen(journey)).isEmpty();
  }

  @Test
  void whoeverEndsBeforeTheyBeganLeavesNothing() {
    plan(scenario.contact());
    assertThat(jdbc.sql("SELECT count(frozen) FROM journeys").query(Integer.class).single())
        .isEqualTo(1);
    new JourneySignals(jdbc, clock).leaveAll(campaign, "campaign-canceled", () -> {});
    assertThat(jdbc.sql("SELECT count(frozen) FROM journeys").query(Integer.class).single())
        .isZero();
  }

  @Test
  void whoEnteredBeforeThereWasThisHasNothingFrozen() {
    Journey journey = entered();
    jdbc.sql("UPDATE journeys SET frozen = NULL").update();

    assertThat(frozen(journey)).isEmpty();
    assertThat(unfit()).isEmpty();
    journeys.freeze(
        journey, Freezing.of(plan).freeze(contacts.get(contact).orElseThrow().values(Map.of())));
    assertThat(frozen(journey)).containsEntry("city", "Bonn");
  }

  private Journey entered() {
    assertThat(entries.enter(campaigns.get(campaign), contact, Map.of("amount", 3L), NOW))
        .isInstanceOf(Entered.In.class);
    return journeys.find(campaign, JourneyOrdinals.FIRST).orElseThrow();
  }

  private void plan(UUID person) {
    journeys.plan(campaign, plan.hash(), List.of(entrant(person)));
  }

  private Entrant entrant(UUID person) {
    return new Entrant(
        0, person, Freezing.of(plan).freeze(contacts.get(person).orElseThrow().values(Map.of())));
  }

  private Map<String, @Nullable String> frozen(Journey journey) {
    return new TreeMap<>(journeys.find(campaign, journey.ordinal()).orElseThrow().frozen().byKey());
  }

  private Map<String, String> unfit() {
    return lookups.unfit(scenario.account, lookups.find(campaign, contact).orElseThrow());
  }
}
