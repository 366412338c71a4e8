package dev.whatsway.store.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.store.consent.Erasure;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.ContactHistory.Position;
import dev.whatsway.store.contact.Identities;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.contact.Word;
import dev.whatsway.store.contact.Word.By;
import dev.whatsway.store.gateway.Admission.Reason;
import dev.whatsway.store.gateway.LostCalls.Recognised;
import dev.whatsway.store.message.Message;
import dev.whatsway.store.message.Messages;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import dev.whatsway.store.window.ServiceWindows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(120)
class GatewayLedgerTest {

  private static final Failure NOT_MARKETING = new Failure(131055, "Not allowed", null);
  private static final byte[] HASH = new byte[32];

  /** Not UTF-8: what Meta said is kept byte for byte. */
  private static final byte[] BODY = {'{', (byte) 0xff, 0, (byte) 0x80, '}'};

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final Suppressions suppressions = SuppressionList.of(jdbc, transactions, clock);
  private final GatewayLedger ledger =
      new GatewayLedger(jdbc, transactions, suppressions, SuppressionList.box(), clock);
  private final LostCalls lost = new LostCalls(jdbc, transactions);
  private final MarketingPreferences preferences =
      new MarketingPreferences(jdbc, transactions, clock);
  private final Identities identities = new Identities(jdbc, preferences, clock);
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, clock);
  private final Messages messages = new Messages(jdbc);
  private final String phone = "+49151" + Scenario.phone().substring(4);
  private Scenario scenario;

  @BeforeEach
  void aChannel() {
    scenario = new Scenario(jdbc).channel();
    // A German one; the number is unique among channels.
    jdbc.sql("UPDATE channels SET phone_number = ? WHERE id = ?")
        .params("+4930" + Scenario.phone().substring(4), scenario.channel)
        .update();
  }

  /** The gateway's messages left the counters of campaigns alone: there was no campaign. */
  @AfterEach
  void nothingIsCounted() {
    assertThat(
            jdbc.sql(
                    """
                    SELECT count(*) FROM campaign_counters n JOIN campaigns c ON c.id = n.campaign_id
                    WHERE c.account_id = ?
                    """)
                .param(scenario.account)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void a_send_is_a_message_with_an_attempt_and_a_contact() {
    Admission.Granted granted = granted(template(phone, "MARKETING"));

    Message message = message(granted);
    assertThat(message.campaignId()).isNull();
    assertThat(message.recipient()).isEqualTo(phone);
    assertThat(message.status().wire()).isEqualTo("queued");
    assertThat(message.type()).isEqualTo("template");
    assertThat(message.templateName()).isEqualTo("sale");
    assertThat(message.hasWorkflow()).isFalse();
    assertThat(message.route()).isEqualTo(Route.MARKETING_MESSAGES);
    assertThat(outcome(granted.attemptId())).isNull();
    assertThat(one("SELECT phone FROM contacts WHERE id = ?", message.contactId()))
        .isEqualTo(phone);
    assertThat(messages.find(new Scenario(jdbc).account, granted.messageId())).isEmpty();
  }

  @Test
  void a_message_without_a_template_has_none_and_finds_its_contact() {
    UUID contact = scenario.contact(phone, null, null);
    Message message = message(granted(text(phone)));
    assertThat(message.contactId()).isEqualTo(contact);
    assertThat(message.templateName()).isNull();
    assertThat(message.templateLanguage()).isNull();
  }

  @Test
  void another_accounts_channel_is_no_channel() {
    Scenario other = new Scenario(jdbc).channel();
    GatewaySend send =
        new GatewaySend(
            scenario.account,
            other.channel,
            phone,
            null,
            "text",
            null,
            null,
            null,
            Route.CLOUD,
            request("k"));
    assertThatThrownBy(() -> ledger.admit(send)).isInstanceOf(NoSuchElementException.class);
    assertThat(count("SELECT count(*) FROM gateway_requests WHERE account_id = ?")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARKETING", "UTILITY", "AUTHENTICATION", "", "text"})
  void who_is_suppressed_gets_nothing_of_any_kind(String category) {
    suppressions.put(scenario.account, phone, "asked");
    GatewaySend send =
        category.equals("text")
            ? text(phone)
            : template(phone, category.isEmpty() ? null : category);
    assertThat(ledger.admit(send)).isEqualTo(new Admission.Refused(Reason.SUPPRESSED));
    assertNothingStored();
  }

  @ParameterizedTest
  @CsvSource({
    // As written, whom the list has.
    "015112345678, +4915112345678",
    "15112345678, +4915112345678",
    "15112345678, +15112345678",
    "442079460958, +442079460958",
    "442079460958, +49442079460958",
    "+44 (20) 7946-0958, +442079460958",
    "0044 20 79460958, +442079460958",
  })
  void a_number_without_plus_is_suppressed_in_either_reading(String to, String listed) {
    suppressions.put(scenario.account, listed, "asked");
    assertThat(ledger.admit(text(to))).isEqualTo(new Admission.Refused(Reason.SUPPRESSED));
  }

  @Test
  void with_a_plus_the_other_reading_is_somebody_else() {
    suppressions.put(scenario.account, "+49442079460958", "asked");
    granted(text("+442079460958"));
  }

  @ParameterizedTest
  @CsvSource({
    "MARKETING, cloud, true",
    ", cloud, true",
    ", marketing_messages, true",
    "UTILITY, marketing_messages, true",
    "UTILITY, cloud, false",
    "AUTHENTICATION, cloud, false",
    "text, cloud, false",
  })
  void who_opted_out_gets_no_marketing_and_nothing_that_may_be_it(
      @Nullable String category, String route, boolean refused) {
    preferences.optOut(scenario.account, phone, word());
    GatewaySend send =
        "text".equals(category) ? text(phone) : template(phone, category, Route.of(route));
    Admission admission = ledger.admit(send);
    if (refused) {
      assertThat(admission).isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
      assertNothingStored();
    } else {
      assertThat(admission).isInstanceOf(Admission.Granted.class);
    }
  }

  @Test
  void an_opt_out_holds_in_either_reading_and_until_the_next_opt_in() {
    preferences.optOut(scenario.account, "+4915112345678", word());
    assertThat(ledger.admit(template("15112345678", "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
    clock.pass(Duration.ofHours(1));
    preferences.optIn(scenario.account, "+4915112345678", word());
    granted(template("15112345678", "MARKETING"));
  }

  @Test
  void who_never_opted_in_is_the_clients_business() {
    scenario.contact(phone, null, null);
    granted(template(phone, "MARKETING"));
  }

  @Test
  void a_bsuid_is_known_by_its_stop_its_number_and_its_suppression() {
    granted(to(null, "DE.free", "MARKETING"));
    identities.stop(scenario.account, "DE.stopped", clock.instant());
    assertThat(ledger.admit(to(null, "DE.stopped", "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
    assertThat(ledger.admit(to(phone, "DE.stopped", "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
    granted(to(null, "DE.stopped", "UTILITY"));

    identities.learn(scenario.account, "DE.met", phone);
    Message met = message(granted(to(null, "DE.met", "MARKETING")));
    assertThat(met.recipient()).isEqualTo(phone);
    suppressions.put(scenario.account, phone, "asked");
    assertThat(ledger.admit(to(null, "DE.met", "UTILITY")))
        .isEqualTo(new Admission.Refused(Reason.SUPPRESSED));
    suppressions.put(scenario.account, "DE.listed", "asked");
    assertThat(ledger.admit(to(null, "DE.listed", "UTILITY")))
        .isEqualTo(new Admission.Refused(Reason.SUPPRESSED));
  }

  @Test
  void a_bsuid_whose_number_is_not_known_has_no_contact_and_its_stop_is_kept() {
    Admission.Granted granted = granted(to(null, "DE.who", "MARKETING"));
    assertThat(message(granted).contactId()).isNull();
    assertThat(message(granted).recipient()).isEqualTo("DE.who");

    finish(granted, new GatewayOutcome.Rejected(400, new Failure(131050, "Stop", null), true));
    assertThat(status(granted)).isEqualTo("failed");
    assertThat(ledger.admit(to(null, "DE.who", "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
    Admission.Granted accepted = granted(to(null, "DE.who", "UTILITY"));
    finish(accepted, new GatewayOutcome.Accepted(200, wamid(accepted), null));
    assertThat(status(accepted)).isEqualTo("accepted");
  }

  @Test
  void a_pair_has_its_burst_and_then_waits() {
    int sends = 0;
    Admission last = ledger.admit(text(phone));
    while (last instanceof Admission.Granted && sends < 100) {
      sends++;
      last = ledger.admit(text(phone, request("key-" + sends)));
    }
    assertThat(sends).isEqualTo(45);
    assertThat(last).isInstanceOf(Admission.Later.class);
    Admission.Later later = (Admission.Later) last;
    assertThat(later.scope()).isEqualTo(Scope.PAIR);
    clock.pass(later.delay());
    assertThat(ledger.admit(text(phone, request("key-45"))))
        .as("the key of the refused one is free")
        .isInstanceOf(Admission.Granted.class);
  }

  @Test
  void the_portfolio_counts_people_who_get_templates_outside_of_a_window() {
    jdbc.sql("UPDATE channels SET messaging_limit = '1' WHERE id = ?")
        .param(scenario.channel)
        .update();
    granted(template(Scenario.phone(), "UTILITY"));
    Admission second = ledger.admit(template(phone, "UTILITY"));
    assertThat(second).isInstanceOf(Admission.Later.class);
    assertThat(((Admission.Later) second).scope()).isEqualTo(Scope.PORTFOLIO);
    assertThat(count("SELECT count(*) FROM contacts WHERE account_id = ? AND phone LIKE '+49%'"))
        .isZero();
    granted(text(phone));
    UUID contact =
        jdbc.sql("SELECT id FROM contacts WHERE phone = ?").param(phone).query(UUID.class).single();
    new ServiceWindows(jdbc).opened(scenario.channel, List.of(contact), clock.instant(), false);
    granted(template(phone, "UTILITY"));
  }

  @Test
  void the_same_request_gets_the_same_answer_and_one_send() {
    GatewaySend send = text(phone, request("order 1"));
    Admission.Granted granted = granted(send);
    assertThat(ledger.admit(send)).isEqualTo(new Admission.InProgress());
    StoredAnswer answer = answer(granted);
    ledger.finish(granted.messageId(), granted.attemptId(), accepted(granted), answer);

    Admission again = ledger.admit(send);
    assertThat(again).isInstanceOf(Admission.Replayed.class);
    StoredAnswer replayed = ((Admission.Replayed) again).answer();
    assertThat(replayed.body()).isEqualTo(BODY);
    assertThat(replayed).usingRecursiveComparison().isEqualTo(answer);
    assertThat(attempts()).isEqualTo(1);

    IdempotentRequest other = new IdempotentRequest("order 1", new byte[] {1});
    assertThat(ledger.admit(text(phone, other))).isEqualTo(new Admission.KeyReused());
    granted(text(phone, request("order 2")));
    Scenario elsewhere = new Scenario(jdbc).channel();
    assertThat(
            ledger.admit(
                new GatewaySend(
                    elsewhere.account,
                    elsewhere.channel,
                    phone,
                    null,
                    "text",
                    null,
                    null,
                    null,
                    Route.CLOUD,
                    request("order 1"))))
        .as("another account's key")
        .isInstanceOf(Admission.Granted.class);
    assertThat(
            jdbc.sql("SELECT body FROM gateway_requests WHERE body IS NOT NULL")
                .query((row, n) -> row.getBytes(1))
                .list())
        .noneMatch(stored -> new String(stored, StandardCharsets.ISO_8859_1).contains("{\u00ff"));
  }

  @Test
  void twenty_with_one_key_at_once_send_once() throws Exception {
    int threads = 20;
    CyclicBarrier together = new CyclicBarrier(threads);
    GatewaySend send = template(phone, "MARKETING", Route.CLOUD, request("once"));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Callable<Admission> admit =
          () -> {
            together.await();
            return ledger.admit(send);
          };
      List<Admission> admissions = new ArrayList<>();
      for (Future<Admission> future : pool.invokeAll(Collections.nCopies(threads, admit))) {
        admissions.add(future.get());
      }
      assertThat(admissions).filteredOn(a -> a instanceof Admission.Granted).hasSize(1);
      assertThat(admissions)
          .filteredOn(a -> a instanceof Admission.InProgress)
          .hasSize(threads - 1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(attempts()).isEqualTo(1);
  }

  /** Whoever is suppressed while sends are being allowed must not get one after it is stored. */
  @Test
  void no_send_is_allowed_after_a_suppression_is_stored() throws Exception {
    int people = 60;
    ExecutorService pool = Executors.newFixedThreadPool(6);
    List<String> phones = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      phones.add(Scenario.phone());
    }
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (String person : phones) {
        work.add(
            () -> {
              for (int i = 0; i < 5; i++) {
                ledger.admit(text(person));
              }
              return null;
            });
        work.add(
            () -> {
              suppressions.put(scenario.account, person, "asked");
              long before = attemptsOf(person);
              assertThat(ledger.admit(text(person)))
                  .isEqualTo(new Admission.Refused(Reason.SUPPRESSED));
              for (int i = 0; i < 20; i++) {
                assertThat(attemptsOf(person)).isEqualTo(before);
              }
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(work)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void a_request_whose_instance_died_is_unknown_and_never_sent_again() {
    GatewaySend send = template(phone, "MARKETING", Route.CLOUD, request("crash"));
    Admission.Granted granted = granted(send);
    clock.pass(LostCalls.ABANDONED.minusSeconds(1));
    assertThat(ledger.admit(send)).isEqualTo(new Admission.InProgress());
    clock.pass(Duration.ofSeconds(2));
    assertThat(ledger.admit(send)).isEqualTo(new Admission.LostBefore(granted.messageId()));
    assertThat(ledger.admit(send)).isEqualTo(new Admission.LostBefore(granted.messageId()));
    assertThat(status(granted)).isEqualTo("unknown");
    assertThat(outcome(granted.attemptId())).isEqualTo("unknown");
    assertThat(attempts()).isEqualTo(1);

    // It was only slow: what it tells counts, but it may not call once more.
    Next next =
        ledger.next(
            granted.messageId(),
            granted.attemptId(),
            new GatewayOutcome.Refused(400, NOT_MARKETING),
            Route.CLOUD);
    assertThat(next).isEqualTo(new Next.Over());
    assertThat(status(granted)).isEqualTo("failed");
    assertThat(attempts()).isEqualTo(1);
  }

  @Test
  void calls_of_the_dead_without_a_key_are_settled_too() {
    Admission.Granted old = granted(text(phone));
    clock.pass(LostCalls.ABANDONED.plusSeconds(1));
    Admission.Granted young = granted(text(Scenario.phone()));
    lost.settle(clock.instant(), 100);
    assertThat(status(old)).isEqualTo("unknown");
    assertThat(status(young)).isEqualTo("queued");
    assertThat(outcome(young.attemptId())).isNull();
  }

  @Test
  void the_other_route_follows_a_refusal() {
    Admission.Granted granted = granted(template(phone, null, Route.MARKETING_MESSAGES));
    UUID second = follows(granted, new GatewayOutcome.Refused(400, NOT_MARKETING));
    assertThat(outcome(granted.attemptId())).isEqualTo("refused");
    ledger.finish(
        granted.messageId(), second, new GatewayOutcome.Accepted(200, wamid(granted), null), null);
    Message message = message(granted);
    assertThat(message.status().wire()).isEqualTo("accepted");
    assertThat(message.fellBack()).isTrue();
    assertThat(message.route()).isEqualTo(Route.CLOUD);
    assertThat(message.messageStatus()).isEqualTo("accepted");
  }

  @Test
  void the_other_route_follows_a_call_that_was_never_made() {
    Admission.Granted granted = granted(template(phone, "MARKETING"));
    UUID second = follows(granted, new GatewayOutcome.NotSent("connection refused"));
    assertThat(outcome(granted.attemptId())).isEqualTo("retryable");
    ledger.finish(granted.messageId(), second, new GatewayOutcome.Accepted(200, null, null), null);
    assertThat(status(granted)).isEqualTo("accepted");
    assertThat(message(granted).fellBack()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"opt-out", "suppression", "erasure"})
  void a_stop_between_the_routes_ends_the_message(String how) {
    Admission.Granted granted = granted(template("15112345678", null, Route.MARKETING_MESSAGES));
    // By the reading that the message does not go by.
    String number = how.equals("erasure") ? message(granted).recipient() : "+4915112345678";
    if (how.equals("opt-out")) {
      preferences.optOut(scenario.account, number, word());
    } else if (how.equals("suppression")) {
      suppressions.put(scenario.account, number, "asked");
    } else {
      new Erasure(jdbc, transactions, suppressions, clock).erase(scenario.account, number);
    }
    Next next =
        ledger.next(
            granted.messageId(),
            granted.attemptId(),
            new GatewayOutcome.Refused(400, NOT_MARKETING),
            Route.CLOUD);
    Reason reason =
        switch (how) {
          case "opt-out" -> Reason.OPTED_OUT;
          case "suppression" -> Reason.SUPPRESSED;
          default -> Reason.ERASED;
        };
    assertThat(next).isEqualTo(new Next.Refused(reason));
    assertThat(status(granted)).isEqualTo("failed");
    assertThat(message(granted).failure().code()).isEqualTo(131055);
    assertThat(attempts()).isEqualTo(1);
  }

  @Test
  void nothing_follows_twice() {
    Admission.Granted granted = granted(template(phone, "MARKETING"));
    GatewayOutcome ended = new GatewayOutcome.Refused(400, NOT_MARKETING);
    follows(granted, ended);
    assertThat(ledger.next(granted.messageId(), granted.attemptId(), ended, Route.CLOUD))
        .isEqualTo(new Next.Over());
    assertThat(attempts()).isEqualTo(2);
    assertThat(status(granted)).as("the second call may be under way").isEqualTo("unknown");
  }

  @Test
  void after_a_lost_answer_a_refusal_by_the_other_route_says_nothing() {
    Admission.Granted granted = granted(template(phone, "MARKETING"));
    UUID second = follows(granted, new GatewayOutcome.Unknown(null, "timeout"));
    ledger.finish(
        granted.messageId(),
        second,
        new GatewayOutcome.Rejected(400, new Failure(131026, "Undeliverable", null), false),
        null);
    assertThat(status(granted)).isEqualTo("unknown");
  }

  @Test
  void a_refusal_fails_the_message() {
    Admission.Granted granted = granted(text(phone, request("no")));
    StoredAnswer answer = answer(granted);
    ledger.finish(
        granted.messageId(),
        granted.attemptId(),
        new GatewayOutcome.Rejected(400, new Failure(131026, "Undeliverable", "x"), false),
        answer);
    assertThat(status(granted)).isEqualTo("failed");
    assertThat(outcome(granted.attemptId())).isEqualTo("rejected");
    assertThat(ledger.admit(text(phone, request("no")))).isInstanceOf(Admission.Replayed.class);
  }

  @Test
  void a_person_who_stopped_at_meta_is_opted_out() {
    Admission.Granted granted = granted(template(phone, "MARKETING"));
    finish(granted, new GatewayOutcome.Rejected(400, new Failure(131050, "Stop", null), true));
    assertThat(status(granted)).isEqualTo("failed");
    assertThat(ledger.admit(template(phone, "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
  }

  @Test
  void a_lost_answer_is_unknown_at_once_and_its_key_is_never_freed() {
    GatewaySend send = text(phone, request("lost"));
    Admission.Granted granted = granted(send);
    finish(granted, new GatewayOutcome.Unknown(null, "timeout"));
    assertThat(status(granted)).isEqualTo("unknown");
    assertThat(outcome(granted.attemptId())).isEqualTo("unknown");
    assertThat(ledger.admit(send)).isEqualTo(new Admission.LostBefore(granted.messageId()));
  }

  @Test
  void what_was_not_sent_may_be_sent_with_the_same_key() {
    GatewaySend send = text(phone, request("again"));
    Admission.Granted granted = granted(send);
    finish(granted, new GatewayOutcome.NotSent("connection refused"));
    assertThat(status(granted)).isEqualTo("failed");
    assertThat(ledger.admit(send)).isInstanceOf(Admission.Granted.class);
  }

  @Test
  void a_webhook_before_the_outcome_and_one_after_it_move_the_message() {
    Admission.Granted granted = granted(template(phone, "MARKETING"));
    assertThat(apply(wamid(granted), Kind.DELIVERED)).isFalse();
    finish(granted, accepted(granted));
    assertThat(apply(wamid(granted), Kind.DELIVERED)).isTrue();
    assertThat(status(granted)).isEqualTo("delivered");
    assertThat(message(granted).pricing().category()).isEqualTo("marketing");
    // As the rate file makes it: no campaign counts it.
    jdbc.sql("UPDATE messages SET cost = 0.1131, cost_currency = 'EUR' WHERE id = ?")
        .param(granted.messageId())
        .update();
    apply(wamid(granted), Kind.SENT);
    assertThat(status(granted)).isEqualTo("delivered");
    assertThat(
            statuses.apply(
                new StatusUpdate(
                    null,
                    wamid(granted),
                    new MessageEvent(Kind.READ, clock.instant(), null),
                    null,
                    null,
                    new Scenario(jdbc).account)))
        .as("told by another account's number")
        .isEmpty();
  }

  @Test
  void a_late_refusal_for_the_persons_sake_fails_it_for_good() {
    Admission.Granted granted = granted(template(phone, "MARKETING"));
    finish(granted, accepted(granted));
    statuses.apply(
        new StatusUpdate(
            null,
            wamid(granted),
            new MessageEvent(
                Kind.FAILED, clock.instant(), new Failure(131049, "Not now", null), true),
            null,
            null,
            scenario.account));
    assertThat(status(granted)).isEqualTo("failed");
    preferences.stop(granted.messageId(), clock.instant());
    assertThat(ledger.admit(template(phone, "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
  }

  @Test
  void a_webhook_settles_the_only_lost_answer_to_its_person() {
    Admission.Granted granted = granted(template("15112345678", "MARKETING"));
    String number = message(granted).recipient();
    assertThat(recognise("wamid.early." + number, number))
        .as("under way")
        .isEqualTo(Recognised.UNDER_WAY);
    finish(granted, new GatewayOutcome.Unknown(500, "http 500"));
    assertThat(recognise("wamid.other." + number, "+4915119999999")).isEqualTo(Recognised.NONE);
    // Meta read the number in the other way.
    assertThat(recognise(wamid(granted), "+15112345678")).isEqualTo(Recognised.GIVEN);
    assertThat(apply(wamid(granted), Kind.SENT)).isTrue();
    assertThat(status(granted)).isEqualTo("sent");
    assertThat(recognise("wamid.second." + number, number)).isEqualTo(Recognised.NONE);
  }

  @Test
  void of_two_lost_answers_to_a_person_a_webhook_settles_neither() {
    for (int i = 0; i < 2; i++) {
      finish(granted(text(phone)), new GatewayOutcome.Unknown(null, "timeout"));
    }
    assertThat(recognise("wamid.two." + phone, phone)).isEqualTo(Recognised.NONE);
    clock.pass(Duration.ofMinutes(11));
    Admission.Granted later = granted(text(phone));
    finish(later, new GatewayOutcome.Unknown(null, "timeout"));
    assertThat(recognise("wamid.two." + phone, phone))
        .as("the first are too long ago")
        .isEqualTo(Recognised.GIVEN);
  }

  @Test
  void a_lost_call_of_a_campaign_may_be_the_one_as_well() {
    finish(granted(text(phone)), new GatewayOutcome.Unknown(null, "timeout"));
    UUID contact =
        UUID.fromString(
            one("SELECT id::text FROM contacts WHERE phone = ? ORDER BY created_at DESC", phone));
    UUID campaign = scenario.campaign("running");
    UUID planned = scenario.message(campaign, contact);
    UUID attempt = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO attempts (id, message_id, campaign_id, route, round, number, started_at)
            VALUES (?, ?, ?, 'cloud', 1, 1, ?)
            """)
        .params(attempt, planned, campaign, clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    assertThat(recognise("wamid.c." + phone, phone)).isEqualTo(Recognised.UNDER_WAY);
    jdbc.sql("UPDATE attempts SET outcome = 'unknown' WHERE id = ?").param(attempt).update();
    assertThat(recognise("wamid.c." + phone, phone)).isEqualTo(Recognised.NONE);
    jdbc.sql("UPDATE attempts SET wamid = 'wamid.of.it.' || id WHERE id = ?")
        .param(attempt)
        .update();
    assertThat(recognise("wamid.c." + phone, phone)).isEqualTo(Recognised.GIVEN);
    jdbc.sql("DELETE FROM attempts WHERE id = ?").param(attempt).update();
    jdbc.sql("DELETE FROM messages WHERE id = ?").param(planned).update();
    jdbc.sql("DELETE FROM campaign_counters WHERE campaign_id = ?").param(campaign).update();
  }

  @Test
  void a_stop_after_the_number_behind_a_bsuid_was_told_is_the_numbers() {
    Admission.Granted granted = granted(to(null, "DE.late", "MARKETING"));
    finish(granted, accepted(granted));
    identities.learn(scenario.account, "DE.late", phone);
    clock.pass(Duration.ofSeconds(5));
    preferences.stop(granted.messageId(), clock.instant());
    assertThat(one("SELECT (opted_out_at IS NOT NULL)::text FROM contacts WHERE phone = ?", phone))
        .isEqualTo("true");
    assertThat(ledger.admit(template(phone, "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
  }

  @Test
  void a_stop_by_a_bsuid_ends_with_a_later_opt_in_of_its_number_alone() {
    identities.learn(scenario.account, "DE.back", phone);
    identities.stop(scenario.account, "DE.back", clock.instant());
    clock.pass(Duration.ofMinutes(1));
    String another = Scenario.phone();
    preferences.optIn(scenario.account, another, word());
    assertThat(ledger.admit(to(another, "DE.back", "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
    preferences.optIn(scenario.account, phone, word());
    granted(to(null, "DE.back", "MARKETING"));
    clock.pass(Duration.ofMinutes(1));
    identities.stop(scenario.account, "DE.back", clock.instant());
    assertThat(ledger.admit(to(null, "DE.back", "MARKETING")))
        .isEqualTo(new Admission.Refused(Reason.OPTED_OUT));
  }

  @Test
  void an_erasure_of_the_other_reading_leaves_the_message_without_it_and_without_a_next_route() {
    Admission.Granted granted = granted(template("15112345678", null, Route.MARKETING_MESSAGES));
    Admission.Granted others = granted(text("+4915112345678"));
    assertThat(message(granted).recipient()).isEqualTo("+4915112345678");
    new Erasure(jdbc, transactions, suppressions, clock).erase(scenario.account, "+15112345678");
    assertThat(one("SELECT also_recipients::text FROM messages WHERE id = ?", granted.messageId()))
        .contains("erased")
        .doesNotContain("+15112345678");
    assertThat(message(granted).recipient()).isEqualTo("+4915112345678");
    assertThat(message(others).recipient()).isEqualTo("+4915112345678");
    assertThat(
            ledger.next(
                granted.messageId(),
                granted.attemptId(),
                new GatewayOutcome.Refused(400, NOT_MARKETING),
                Route.CLOUD))
        .isEqualTo(new Next.Refused(Reason.ERASED));
  }

  @Test
  void an_erasure_of_the_other_reading_takes_what_was_kept_of_the_message() {
    KeptMessages kept = new KeptMessages(jdbc, SuppressionList.box());
    UUID either = kept("15112345679");
    UUID others = kept("+4915112345679");
    assertThat(kept.find(either)).isPresent();

    new Erasure(jdbc, transactions, suppressions, clock).erase(scenario.account, "+15112345679");

    assertThat(kept.find(either)).isEmpty();
    assertThat(kept.find(others)).isPresent();
  }

  @Test
  void an_erasure_takes_the_answer_and_the_other_names_too() {
    GatewaySend send = text("15112345678", request("erase"));
    Admission.Granted granted = granted(send);
    Admission.Granted underWay = granted(text("15112345678", request("under way")));
    ledger.finish(granted.messageId(), granted.attemptId(), accepted(granted), answer(granted));
    identities.learn(scenario.account, "DE.gone", "+4915112345678");
    Admission.Granted byUser = granted(to(null, "DE.gone2", "UTILITY"));
    identities.learn(scenario.account, "DE.gone2", "+4915112345678");
    new Erasure(jdbc, transactions, suppressions, clock).erase(scenario.account, "+4915112345678");
    ledger.finish(underWay.messageId(), underWay.attemptId(), accepted(underWay), answer(underWay));

    for (String table : List.of("messages", "attempts", "gateway_requests", "contacts")) {
      assertThat(
              jdbc.sql(
                      "SELECT count(*) FROM "
                          + table
                          + " t WHERE t::text LIKE '%15112345678%'"
                          + " OR t::text LIKE '%DE.gone%' OR t::text LIKE '%"
                          + wamid(granted)
                          + "%' OR t::text LIKE '%"
                          + wamid(underWay)
                          + "%'")
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
    assertThat(
            count(
                "SELECT count(*) FROM gateway_requests WHERE body IS NOT NULL AND account_id = ?"))
        .isZero();
    assertThat(ledger.admit(send)).isEqualTo(new Admission.Refused(Reason.ERASED));
    assertThat(ledger.admit(text("015112345678"))).isEqualTo(new Admission.Refused(Reason.ERASED));
    assertThat(message(byUser).recipient()).isEqualTo("erased");
  }

  @Test
  void pages_list_the_accounts_gateway_messages_the_latest_first() {
    UUID other = scenario.anotherChannel("waba2");
    List<UUID> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      clock.pass(Duration.ofSeconds(i % 2));
      GatewaySend send = text(Scenario.phone());
      Admission.Granted granted =
          granted(
              i == 3
                  ? new GatewaySend(
                      scenario.account,
                      other,
                      send.to(),
                      null,
                      "text",
                      null,
                      null,
                      null,
                      Route.CLOUD,
                      null)
                  : send);
      all.add(granted.messageId());
      if (i == 5) {
        finish(granted, new GatewayOutcome.Unknown(null, "timeout"));
      }
    }
    List<UUID> paged = new ArrayList<>();
    Message last = null;
    do {
      List<Message> page = page(null, null, last, 2);
      page.forEach(message -> paged.add(message.id()));
      last = page.isEmpty() ? null : page.get(page.size() - 1);
    } while (last != null);
    assertThat(paged).containsExactlyInAnyOrderElementsOf(all).doesNotHaveDuplicates();
    assertThat(page(other, null, null, 9)).extracting(Message::id).containsExactly(all.get(3));
    assertThat(page(null, MessageStatus.UNKNOWN, null, 9))
        .extracting(Message::id)
        .containsExactly(all.get(5));
    assertThat(messages.gatewayPage(new Scenario(jdbc).account, other, null, null, 9)).isEmpty();
  }

  @Test
  void a_subscription_is_told_with_a_campaign_id_of_null() {
    UUID subscription = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO subscriptions (id, account_id, url, events, secret, status, created_at,
              updated_at)
            VALUES (?, ?, 'https://example.com/', ARRAY['message.*'], '', 'active', now(), now())
            """)
        .params(subscription, scenario.account)
        .update();
    Admission.Granted granted = granted(text(phone));
    finish(granted, accepted(granted));
    List<String> told =
        jdbc.sql("SELECT type || ' ' || data FROM deliveries WHERE subscription_id = ?")
            .param(subscription)
            .query(String.class)
            .list();
    assertThat(told)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event)
                    .startsWith("message.accepted")
                    .contains("\"campaign_id\": null", granted.messageId().toString()));
  }

  @Test
  void requests_are_forgotten_after_their_time() {
    GatewaySend send = text(phone, request("old"));
    Admission.Granted granted = granted(send);
    ledger.finish(granted.messageId(), granted.attemptId(), accepted(granted), answer(granted));
    assertThat(ledger.forget(clock.instant().minus(Duration.ofDays(1)), 100)).isZero();
    assertThat(ledger.admit(send)).isInstanceOf(Admission.Replayed.class);
    while (ledger.forget(clock.instant().plusSeconds(1), 100) == 100) {
      // All that there are.
    }
    assertThat(ledger.admit(send)).isInstanceOf(Admission.Granted.class);
  }

  private List<Message> page(
      @Nullable UUID channel, @Nullable MessageStatus status, @Nullable Message last, int limit) {
    return messages.gatewayPage(
        scenario.account,
        channel,
        status,
        last == null ? null : new Position(last.times().created(), last.id()),
        limit);
  }

  private Recognised recognise(String wamid, String number) {
    Instant now = clock.instant();
    return lost.recognise(
        scenario.account, scenario.channel.toString(), wamid, number, null, now, now);
  }

  private boolean apply(String wamid, Kind kind) {
    return statuses
        .apply(
            new StatusUpdate(
                null,
                wamid,
                new MessageEvent(kind, clock.instant(), null),
                new StatusUpdate.Pricing("marketing", "regular", true),
                null,
                scenario.account))
        .isPresent();
  }

  private UUID follows(Admission.Granted first, GatewayOutcome ended) {
    Next next = ledger.next(first.messageId(), first.attemptId(), ended, Route.CLOUD);
    assertThat(next).isInstanceOf(Next.Granted.class);
    return ((Next.Granted) next).attemptId();
  }

  private void finish(Admission.Granted granted, GatewayOutcome outcome) {
    ledger.finish(granted.messageId(), granted.attemptId(), outcome, null);
  }

  private Admission.Granted granted(GatewaySend send) {
    Admission admission = ledger.admit(send);
    assertThat(admission).isInstanceOf(Admission.Granted.class);
    return (Admission.Granted) admission;
  }

  /** Admits a text, keeping what it was sent with. */
  private UUID kept(String to) {
    byte[] body = "{\"to\": \"%s\"}".formatted(to).getBytes(StandardCharsets.UTF_8);
    return ((Admission.Granted) ledger.admit(text(to), body)).messageId();
  }

  private static GatewayOutcome accepted(Admission.Granted granted) {
    return new GatewayOutcome.Accepted(200, wamid(granted), "accepted");
  }

  private static String wamid(Admission.Granted granted) {
    return "wamid." + granted.messageId();
  }

  private static StoredAnswer answer(Admission.Granted granted) {
    return new StoredAnswer(
        200, "application/json; charset=UTF-8", BODY, "cloud", 1, granted.messageId());
  }

  private static IdempotentRequest request(String key) {
    return new IdempotentRequest(key, HASH);
  }

  private GatewaySend text(String to) {
    return text(to, null);
  }

  private GatewaySend text(String to, @Nullable IdempotentRequest request) {
    return new GatewaySend(
        scenario.account,
        scenario.channel,
        to,
        null,
        "text",
        null,
        null,
        null,
        Route.CLOUD,
        request);
  }

  private GatewaySend template(String to, @Nullable String category) {
    Route route = "MARKETING".equals(category) ? Route.MARKETING_MESSAGES : Route.CLOUD;
    return template(to, category, route);
  }

  private GatewaySend template(String to, @Nullable String category, Route route) {
    return template(to, category, route, null);
  }

  private GatewaySend template(
      String to, @Nullable String category, Route route, @Nullable IdempotentRequest request) {
    return new GatewaySend(
        scenario.account,
        scenario.channel,
        to,
        null,
        "template",
        "sale",
        "en",
        category,
        route,
        request);
  }

  private GatewaySend to(@Nullable String to, String user, String category) {
    return new GatewaySend(
        scenario.account,
        scenario.channel,
        to,
        user,
        "template",
        "sale",
        "en",
        category,
        Route.CLOUD,
        null);
  }

  private Word word() {
    return new Word(By.API, "form", null, clock.instant());
  }

  private Message message(Admission.Granted granted) {
    return messages.find(scenario.account, granted.messageId()).orElseThrow();
  }

  private String status(Admission.Granted granted) {
    return message(granted).status().wire();
  }

  private @Nullable String outcome(UUID attempt) {
    return one("SELECT COALESCE(outcome, '') FROM attempts WHERE id = ?", attempt).isEmpty()
        ? null
        : one("SELECT outcome FROM attempts WHERE id = ?", attempt);
  }

  private String one(String sql, @Nullable Object key) {
    return jdbc.sql(sql).params(Arrays.asList(key)).query(String.class).single();
  }

  private long count(String sql) {
    return jdbc.sql(sql).param(scenario.account).query(Long.class).single();
  }

  private long attempts() {
    return count(
        """
        SELECT count(*) FROM attempts a JOIN messages m ON m.id = a.message_id
        JOIN channels h ON h.id = m.channel_id WHERE h.account_id = ?
        """);
  }

  private long attemptsOf(String person) {
    return jdbc.sql(
            """
            SELECT count(*) FROM attempts a JOIN messages m ON m.id = a.message_id
            WHERE m.recipient_number = ?
            """)
        .param(person)
        .query(Long.class)
        .single();
  }

  private void assertNothingStored() {
    assertThat(attempts()).isZero();
    assertThat(count("SELECT count(*) FROM gateway_requests WHERE account_id = ?")).isZero();
  }
}
