package dev.whatsway.store.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.channel.StopBarrier;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.ContactHistory.Consent;
import dev.whatsway.store.contact.ContactHistory.Entry;
import dev.whatsway.store.contact.ContactHistory.Position;
import dev.whatsway.store.contact.ContactHistory.Sent;
import dev.whatsway.store.contact.Word.By;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class MarketingPreferencesTest {

  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final Suppressions suppressions = SuppressionList.of(jdbc, transactions, clock);
  private final SendLedger claims =
      new SendLedger(jdbc, transactions, suppressions, new JsonMapper(), clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final MarketingPreferences preferences =
      new MarketingPreferences(jdbc, transactions, clock);
  private final Identities identities = new Identities(jdbc, preferences, clock);
  private final Contacts contacts = new Contacts(jdbc, new JsonMapper(), clock);
  private final ContactHistory history = new ContactHistory(jdbc);
  private final String phone = Scenario.phone();
  private Scenario scenario;
  private UUID contact;

  @BeforeEach
  void aPersonWhoOptedInAnHourAgo() {
    scenario = new Scenario(jdbc).channel();
    contact = scenario.contact(phone, Scenario.NOW.minus(Duration.ofHours(1)), null);
  }

  @Test
  void skipsMarketingToWhoeverOptedOutAndSendsTheRest() {
    preferences.optOut(scenario.account, phone, said(By.API, clock.instant()));

    assertThat(refusal(message())).isEqualTo("opted-out");
    UUID utility = message();
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY'").update();
    assertThat(claims.claim(utility, 1, Route.CLOUD)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void heedsAnOptOutOfTheSecondInWhichSomebodyOptedIn() {
    Instant second = Scenario.NOW.plusSeconds(10);
    clock.pass(Duration.ofSeconds(11));
    preferences.optIn(scenario.account, phone, said(By.API, second.plusMillis(400)));

    preferences.optOut(scenario.account, phone, said(By.WEBHOOK, second));

    assertThat(refusal(message())).isEqualTo("opted-out");
  }

  @Test
  void letsNoClockThatIsAheadOutliveLaterWords() {
    preferences.optIn(
        scenario.account, phone, said(By.API, clock.instant().plus(Duration.ofDays(2))));
    clock.pass(Duration.ofMinutes(1));
    preferences.optOut(scenario.account, phone, said(By.API, clock.instant()));
    assertThat(refusal(message())).isEqualTo("opted-out");

    preferences.optOut(
        scenario.account, phone, said(By.WEBHOOK, clock.instant().plus(Duration.ofDays(2))));
    clock.pass(Duration.ofMinutes(1));
    preferences.optInAgain(scenario.account, phone, said(By.KEYWORD, clock.instant()));
    granted(message());
  }

  @Test
  void takesBackAnOptOutOnlyByALaterWord() {
    preferences.optOut(scenario.account, phone, said(By.KEYWORD, clock.instant()));
    preferences.optIn(scenario.account, phone, said(By.API, clock.instant().minusSeconds(60)));
    preferences.optInAgain(
        scenario.account, phone, said(By.KEYWORD, clock.instant().minusSeconds(60)));
    assertThat(refusal(message())).isEqualTo("opted-out");

    clock.pass(Duration.ofSeconds(5));
    preferences.optInAgain(scenario.account, phone, said(By.KEYWORD, clock.instant()));
    granted(message());
  }

  @Test
  void makesNobodyOptInAgainWhoHadNotOptedOut() {
    String silent = Scenario.phone();
    UUID other = scenario.contact(silent, null, null);
    preferences.optInAgain(scenario.account, silent, said(By.KEYWORD, clock.instant()));
    preferences.optInAgain(scenario.account, Scenario.phone(), said(By.KEYWORD, clock.instant()));
    UUID message = scenario.message(scenario.campaign("running"), other);
    assertThat(refusal(message)).isEqualTo("no-consent");
    assertThat(history.page(other, null, 10)).filteredOn(Consent.class::isInstance).isEmpty();
  }

  @Test
  void suppressesWhateverOptInComesLaterAndEveryCategory() {
    suppressions.put(scenario.account, phone, "asked on the phone");
    suppressions.put(scenario.account, phone, "another reason");
    clock.pass(Duration.ofMinutes(1));
    preferences.optIn(scenario.account, phone, said(By.API, clock.instant()));
    UUID utility = message();
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY'").update();

    assertThat(refusal(utility)).isEqualTo("suppressed");
    assertThat(refusal(message())).isEqualTo("suppressed");
    assertThat(suppressions.find(scenario.account, phone))
        .get()
        .satisfies(found -> assertThat(found.reason()).isEqualTo("asked on the phone"));
    assertThat(jdbc.sql("SELECT suppressions::text FROM suppressions").query(String.class).single())
        .doesNotContain(phone.substring(1));

    suppressions.lift(scenario.account, phone);
    granted(message());
  }

  @Test
  void heedsAStopByTheOtherFormOfANumber() {
    String dialled = "+5511987654321";
    String known = "+551187654321";
    UUID brazilian = scenario.contact(dialled, Scenario.NOW.minusSeconds(60), null);
    preferences.optOut(scenario.account, known, said(By.WEBHOOK, clock.instant()));
    assertThat(refusal(scenario.message(scenario.campaign("running"), brazilian)))
        .isEqualTo("opted-out");
    suppressions.put(scenario.account, "+5215512345678", "asked");
    assertThat(suppressions.find(scenario.account, "+525512345678")).isPresent();
    assertThat(PhoneTwins.of("+5491123456789")).containsExactly("+541123456789", "+5491123456789");
    assertThat(PhoneTwins.of("+4915112345678")).containsExactly("+4915112345678");
  }

  @Test
  void storesTheStopOfSomebodyWhoIsNoContactYet() {
    String stranger = Scenario.phone();
    preferences.optOut(scenario.account, stranger, said(By.WEBHOOK, clock.instant()));
    assertThat(contacts.find(scenario.account, stranger)).get().matches(Contact::optedOut);
  }

  @Test
  void heedsAStopByABsuidOnceItsNumberIsKnown() {
    identities.stop(scenario.account, "US.1", clock.instant());
    granted(message());
    identities.learn(scenario.account, "US.1", phone);
    assertThat(refusal(message())).isEqualTo("opted-out");

    identities.learn(scenario.account, "US.2", Scenario.phone());
    assertThat(identities.phone(scenario.account, "US.2")).isPresent();
    assertThat(identities.phone(new Scenario(jdbc).account, "US.2")).isEmpty();
  }

  @Test
  void forgetsAStopByABsuidThatWasTakenBackBeforeItsNumberWasKnown() {
    identities.stop(scenario.account, "US.1", clock.instant());
    clock.pass(Duration.ofSeconds(5));
    identities.resume(scenario.account, "US.1", said(By.WEBHOOK, clock.instant()));
    identities.learn(scenario.account, "US.1", phone);
    granted(message());
  }

  @Test
  void recordsARefusal131050AtOnceAsAnOptOut() {
    UUID attempt = granted(message());
    outcomes.record(
        new AttemptOutcome.Rejected(attempt, 400, new Failure(131050, "Stopped", null), true));
    assertThat(refusal(message())).isEqualTo("opted-out");
    assertThat(consents()).extracting(Consent::recordedBy).containsExactly("refusal");
  }

  @Test
  void keepsTheHistoryOnceHoweverOftenAWebhookComes() {
    Word word = new Word(By.KEYWORD, "keyword", "wamid.1", clock.instant().minusSeconds(30));
    preferences.optOut(scenario.account, phone, word);
    clock.pass(Duration.ofSeconds(1));
    preferences.optOut(scenario.account, phone, word);

    assertThat(consents()).hasSize(1);
    Consent consent = consents().get(0);
    assertThat(consent.kind()).isEqualTo("opt_out");
    assertThat(consent.proof()).isEqualTo("wamid.1");
    assertThat(consent.recordedBy()).isEqualTo("keyword");
  }

  @Test
  void holdsUpNobodyByAStopThatIsRepeated() {
    preferences.optOut(scenario.account, phone, said(By.KEYWORD, clock.instant()));
    suppressions.put(scenario.account, phone, "asked");
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              // As a claim that is under way, which a first stop would wait for.
              new StopBarrier(jdbc).passing();
              CompletableFuture.runAsync(
                      () -> {
                        preferences.optOut(scenario.account, phone, said(By.API, clock.instant()));
                        suppressions.put(scenario.account, phone, "asked again");
                      })
                  .orTimeout(20, TimeUnit.SECONDS)
                  .join();
            });
    assertThat(consents())
        .extracting(Consent::recordedBy)
        .containsExactlyInAnyOrder("api", "keyword");
  }

  @Test
  void pagesThroughConsentsAndMessagesLatestFirst() {
    for (int i = 0; i < 4; i++) {
      clock.pass(Duration.ofSeconds(10));
      preferences.optOut(scenario.account, phone, said(By.API, clock.instant()));
      message();
    }
    List<Entry> whole = history.page(contact, null, 100);
    List<Entry> paged = new ArrayList<>();
    @Nullable Position after = null;
    for (List<Entry> page = history.page(contact, after, 3);
        !page.isEmpty();
        page = history.page(contact, after, 3)) {
      paged.addAll(page);
      Entry last = page.get(page.size() - 1);
      after = Position.of(new Position(last.at(), last.id()).toString());
    }
    assertThat(whole).hasSize(8).filteredOn(Sent.class::isInstance).hasSize(4);
    assertThat(paged).isEqualTo(whole);
    assertThat(whole).extracting(Entry::at).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  private List<Consent> consents() {
    return history.page(contact, null, 100).stream()
        .filter(Consent.class::isInstance)
        .map(Consent.class::cast)
        .toList();
  }

  private UUID message() {
    return scenario.message(scenario.campaign("running"), contact);
  }

  /** A pair of number and person rests for some seconds between two sends. */
  private UUID granted(UUID message) {
    jdbc.sql("DELETE FROM pair_pace").update();
    return ((Claim.Granted) claims.claim(message, 1, Route.CLOUD)).attemptId();
  }

  private String refusal(UUID message) {
    SendResult result = ((Claim.Answered) claims.claim(message, 1, Route.CLOUD)).result();
    return ((SendResult.NotSent) result).reason();
  }

  private static Word said(By by, Instant at) {
    return new Word(by, "test", null, at);
  }
}
