package dev.whatsway.workers.webhook.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.channel.ReceivingNumbers;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.consent.Erasure;
import dev.whatsway.store.consent.OptOutButtons;
import dev.whatsway.store.consent.OptOutKeywords;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.contact.Identities;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.Replies;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import dev.whatsway.store.window.ServiceWindows;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.InboundContent;
import dev.whatsway.workers.webhook.fact.InboundContent.Button;
import dev.whatsway.workers.webhook.fact.InboundContent.ButtonReply;
import dev.whatsway.workers.webhook.fact.InboundContent.Reaction;
import dev.whatsway.workers.webhook.fact.InboundContent.SystemNote;
import dev.whatsway.workers.webhook.fact.InboundContent.Text;
import dev.whatsway.workers.webhook.fact.InboundMessage;
import dev.whatsway.workers.webhook.fact.InboundMessage.Referral;
import dev.whatsway.workers.webhook.fact.Preference;
import dev.whatsway.workers.webhook.fact.Preference.Choice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** What people send and prefer, by the handlers that take it, on a real PostgreSQL. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class InboundEffectsTest {

  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Suppressions suppressions = SuppressionList.of(jdbc, transactions, clock);
  private final SendLedger claims = new SendLedger(jdbc, transactions, suppressions, json, clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final MarketingPreferences preferences =
      new MarketingPreferences(jdbc, transactions, clock);
  private final Identities identities = new Identities(jdbc, preferences, clock);
  private final Contacts contacts = new Contacts(jdbc, json, clock);
  private final OptOutKeywords keywords = new OptOutKeywords(jdbc, clock);
  private final ServiceWindows windows = new ServiceWindows(jdbc);
  private final ReceivingNumbers numbers = new ReceivingNumbers(jdbc);
  private final Senders people = new Senders(identities, contacts, suppressions, preferences);
  private final InboundHandler inbound =
      new InboundHandler(
          numbers,
          people,
          new SpokenConsent(keywords, new OptOutButtons(jdbc), preferences, identities),
          windows,
          new Replies(jdbc),
          new LedgerUpdates(
              new StatusLedger(jdbc, transactions, clock),
              new Stops(jdbc, transactions, clock),
              meters,
              clock));
  private final PreferenceHandler preference =
      new PreferenceHandler(numbers, identities, people, preferences, meters);
  private final String phone = Scenario.phone();
  private Scenario scenario;
  private UUID contact;

  @BeforeEach
  void aPersonWhoWasWritten() {
    scenario = new Scenario(jdbc).channel();
    contact = scenario.contact(phone, Scenario.NOW, null);
    sent("wamid.1");
    clock.pass(Duration.ofMinutes(5));
  }

  @Test
  void takesAKeywordForAnOptOutAndItsOppositeForAnOptIn() {
    Handled handled = says(text("Stop!"), "wamid.in.1", null);
    assertThat(refusal()).isEqualTo("opted-out");
    assertThat(handled).as("it is an answer as well").isInstanceOf(Handled.Told.class);
    assertThat(proofs()).containsExactly("opt_out keyword wamid.in.1");

    clock.pass(Duration.ofMinutes(1));
    says(text("START"), "wamid.in.2", null);
    sent("wamid.2");
    assertThat(proofs()).containsExactly("opt_out keyword wamid.in.1", "opt_in keyword wamid.in.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"don't stop", "stop by tomorrow?", "Why should I stop?"})
  void takesNoOtherTextForOne(String said) {
    says(text(said), "wamid.in.1", null);
    assertThat(person().optedOut()).isFalse();
  }

  @Test
  void heedsTheAccountsOwnKeywordsAlone() {
    keywords.put(scenario.account, List.of("Schluss jetzt"), List.of());
    says(text("stop"), "wamid.in.1", null);
    assertThat(person().optedOut()).isFalse();
    says(text("schluss  JETZT!!"), "wamid.in.2", null);
    assertThat(person().optedOut()).isTrue();
  }

  @Test
  void takesAMarkedQuickReplyOfTheAnsweredTemplateForAnOptOut() {
    jdbc.sql("UPDATE templates SET opt_out_buttons = ARRAY['No thanks', 'OPT_OUT_7']").update();
    says(new Button("payload", "Tell me more"), "wamid.in.1", "wamid.1");
    assertThat(person().optedOut()).isFalse();
    says(new Button("OPT_OUT_7", "Not for me"), "wamid.in.2", "wamid.1");
    assertThat(person().optedOut()).isTrue();
    assertThat(proofs()).containsExactly("opt_out quick_reply wamid.in.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Stop promotions", "STOP PROMOTIONS", "Parar promoções"})
  void takesMetasOwnButtonForAnOptOut(String label) {
    says(new Button(null, label), "wamid.in.1", "wamid.of.somebody.else");
    assertThat(refusal()).isEqualTo("opted-out");
  }

  @Test
  void takesAMarkedReplyButtonForOne() {
    jdbc.sql("UPDATE templates SET opt_out_buttons = ARRAY['no thanks']").update();
    says(new ButtonReply("b1", "No thanks"), "wamid.in.1", null);
    assertThat(refusal()).isEqualTo("opted-out");
  }

  @Test
  void opensTheWindowWithEveryMessageAndKeepsReferrals() {
    says(text("hello"), "wamid.in.1", null);
    assertThat(windows.isOpen(scenario.channel, contact, clock.instant().plusSeconds(60))).isTrue();
    assertThat(windows.of(contact).get(0).referredAt()).isNull();

    InboundMessage fromAnAd =
        new InboundMessage(
            scenario.channel.toString(),
            "wamid.in.2",
            phone,
            null,
            null,
            clock.instant(),
            null,
            new Referral("ad", "1", null, null),
            text("I saw your ad"));
    inbound.handle(event(1), fromAnAd);
    assertThat(windows.of(contact).get(0).referredAt()).isEqualTo(clock.instant());
  }

  @Test
  void takesAMessageWithoutContextForAnAnswerToTheLatestOfTheDay() {
    sent("wamid.2");
    clock.pass(Duration.ofHours(1));
    assertThat(says(text("how much is it?"), "wamid.in.1", null))
        .isInstanceOfSatisfying(
            Handled.Told.class, told -> assertThat(told.event().kind()).isEqualTo(Kind.REPLIED));
    assertThat(replied()).containsExactly("wamid.2");
    assertThat(says(text("hello?"), "wamid.in.2", "wamid.1")).isInstanceOf(Handled.Told.class);
    assertThat(replied()).containsExactlyInAnyOrder("wamid.1", "wamid.2");
  }

  @Test
  void takesAReactionForAnAnswerAndALateMessageForNone() {
    clock.pass(Duration.ofHours(25));
    assertThat(says(text("sorry, was away"), "wamid.in.1", null))
        .isInstanceOf(Handled.Settled.class);
    assertThat(replied()).isEmpty();
    says(new Reaction("wamid.1", "👍"), "wamid.in.2", null);
    assertThat(replied()).containsExactly("wamid.1");
  }

  @Test
  void takesAMessageFromAStrangerWithoutAnError() {
    String stranger = Scenario.phone();
    assertThat(inbound.handle(event(1), message(stranger, null, text("hi"), "wamid.in.1", null)))
        .isInstanceOf(Handled.Settled.class);
    assertThat(contacts.find(scenario.account, stranger)).isPresent();
    InboundMessage toNobody =
        new InboundMessage(
            "000", "wamid.in.2", stranger, null, null, clock.instant(), null, null, text("stop"));
    assertThat(inbound.handle(event(1), toNobody)).isInstanceOf(Handled.Settled.class);
  }

  @Test
  void keepsNothingOfSomebodyWhoWasErasedButTheirStop() {
    new Erasure(jdbc, transactions, suppressions, clock).erase(scenario.account, phone);
    says(text("hello"), "wamid.in.1", null);
    assertThat(contacts.find(scenario.account, phone)).isEmpty();
    says(text("stop"), "wamid.in.2", null);
    assertThat(person().optedOut()).isTrue();
  }

  @Test
  void knowsWhoWritesByBsuidAloneOnceAWebhookHasNamedBoth() {
    inbound.handle(event(1), message(null, "US.1", text("stop"), "wamid.in.1", null));
    assertThat(person().optedOut()).isFalse();

    inbound.handle(event(1), message(phone, "US.1", text("hello"), "wamid.in.2", null));
    assertThat(person().optedOut()).isTrue();

    clock.pass(Duration.ofMinutes(1));
    inbound.handle(event(1), message(null, "US.1", text("start"), "wamid.in.3", null));
    assertThat(person().optedOut()).isFalse();
  }

  @Test
  void followsAnOptOutAndASuppressionToANewNumber() {
    says(text("stop"), "wamid.in.1", null);
    suppressions.put(scenario.account, phone, "asked");
    String next = Scenario.phone();

    says(new SystemNote("user_changed_number", next, null, null), "wamid.in.2", null);

    assertThat(contacts.find(scenario.account, next)).get().matches(Contact::optedOut);
    assertThat(suppressions.find(scenario.account, next)).isPresent();
    assertThat(replied()).as("a note of Meta's is no answer").containsExactly("wamid.1");
  }

  @Test
  void storesWhatPeopleTellMetaByNumberAndByBsuid() {
    prefers(phone, null, Choice.STOP);
    assertThat(refusal()).isEqualTo("opted-out");
    clock.pass(Duration.ofMinutes(1));
    prefers(phone, "US.1", Choice.RESUME);
    assertThat(person().optedOut()).isFalse();
    clock.pass(Duration.ofMinutes(1));
    prefers(null, "US.1", Choice.STOP);
    assertThat(refusal()).isEqualTo("opted-out");
    prefers(null, "US.unknown", Choice.STOP);
    prefers(phone, null, Choice.SIGNUP);
    assertThat(meters.counter("whatsway.webhook.unused", "what", "preference:signup").count())
        .isEqualTo(1);
  }

  @Test
  void changesNothingWhenAnEventIsHandledAgain() {
    InboundMessage stop = message(phone, null, text("stop"), "wamid.in.1", null);
    inbound.handle(event(1), stop);
    clock.pass(Duration.ofMinutes(1));
    assertThat(inbound.handle(event(2), stop)).isInstanceOf(Handled.Told.class);
    assertThat(proofs()).hasSize(1);
    assertThat(windows.of(contact)).hasSize(1);
  }

  private Handled says(InboundContent content, String wamid, @Nullable String context) {
    return inbound.handle(event(1), message(phone, null, content, wamid, context));
  }

  private InboundMessage message(
      @Nullable String from,
      @Nullable String userId,
      InboundContent content,
      String wamid,
      @Nullable String context) {
    return new InboundMessage(
        scenario.channel.toString(),
        wamid,
        from,
        userId,
        null,
        clock.instant(),
        context,
        null,
        content);
  }

  private void prefers(@Nullable String from, @Nullable String userId, Choice choice) {
    preference.handle(
        event(1),
        new Preference(scenario.channel.toString(), from, userId, null, choice, clock.instant()));
  }

  private PendingEvent event(int tries) {
    // Old enough that nobody waits for a message that is not here.
    return new PendingEvent(
        1,
        EventKind.MESSAGE,
        scenario.channel.toString(),
        "",
        clock.instant().minus(Duration.ofMinutes(10)),
        tries,
        scenario.account);
  }

  private static InboundContent text(String body) {
    return new Text(body);
  }

  private void sent(String wamid) {
    jdbc.sql("DELETE FROM pair_pace").update();
    UUID message = scenario.message(scenario.campaign("running"), contact);
    Claim.Granted claim = (Claim.Granted) claims.claim(message, 1, Route.CLOUD);
    outcomes.record(new AttemptOutcome.Accepted(claim.attemptId(), 200, wamid));
  }

  private String refusal() {
    UUID message = scenario.message(scenario.campaign("running"), contact);
    SendResult result = ((Claim.Answered) claims.claim(message, 1, Route.CLOUD)).result();
    return ((SendResult.NotSent) result).reason();
  }

  private Contact person() {
    return contacts.find(scenario.account, phone).orElseThrow();
  }

  private List<String> proofs() {
    return jdbc.sql("SELECT kind || ' ' || recorded_by || ' ' || proof FROM consents ORDER BY at")
        .query(String.class)
        .list();
  }

  private List<String> replied() {
    return jdbc.sql("SELECT wamid FROM messages WHERE replied_at IS NOT NULL")
        .query(String.class)
        .list();
  }
}
