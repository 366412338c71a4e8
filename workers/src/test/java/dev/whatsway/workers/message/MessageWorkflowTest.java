package dev.whatsway.workers.message;

import static dev.whatsway.contract.message.MessageStatus.ACCEPTED;
import static dev.whatsway.contract.message.MessageStatus.CANCELED;
import static dev.whatsway.contract.message.MessageStatus.DELIVERED;
import static dev.whatsway.contract.message.MessageStatus.EXPIRED;
import static dev.whatsway.contract.message.MessageStatus.FAILED;
import static dev.whatsway.contract.message.MessageStatus.QUEUED;
import static dev.whatsway.contract.message.MessageStatus.READ;
import static dev.whatsway.contract.message.MessageStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageSending;
import dev.whatsway.contract.message.MessageSettling;
import dev.whatsway.contract.message.MessageSettling.Deferral;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.MessageWorkflow;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.workers.TestBench;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageWorkflowTest {

  private static final Instant AT = Instant.parse("2026-11-24T08:00:00Z");
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);
  private static final Failure NOT_MARKETING = new Failure(131055, "Not allowed", null);
  private static final Failure CLOUD_CLOSED = new Failure(131063, "Marketing disabled", null);
  private static final Failure CAP = new Failure(131049, "Healthy ecosystem", null);
  private static final Duration A_DAY = Duration.ofHours(24);
  private static final Failure LIMIT = new Failure(130429, "Rate limit hit", null);
  private static final Duration LOOK_AFTER = Duration.ofMinutes(15);
  private static final Duration TTL = Duration.ofDays(3);
  private static final Duration UNKNOWN_DEADLINE = Duration.ofHours(6);

  private final MessageSending sending = TestBench.standIn(MessageSending.class);
  private final MessageSettling settling = TestBench.standIn(MessageSettling.class);
  private final UUID id = UUID.randomUUID();
  private final TestBench bench = new TestBench();

  @BeforeEach
  void start() {
    bench
        .workflows(TaskQueues.MESSAGES, MessageWorkflowImpl.class)
        .activities(TaskQueues.MESSAGES, settling)
        .activities(TaskQueues.SENDING, sending)
        .start();
  }

  @AfterEach
  void stop(TestInfo test) {
    bench.record(
        WorkflowIds.message(id), "message-" + test.getTestMethod().orElseThrow().getName());
    bench.close();
  }

  @Test
  void sendsThroughMarketingMessagesAndEndsWithTheRead() {
    when(sending.sendViaMarketingMessages(any())).thenReturn(accepted(FIRST));
    MessageWorkflow message = deliver(input(Route.MARKETING_MESSAGES));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.SENT, Kind.DELIVERED));
    message.events(events(Kind.READ));
    MessageView view = result();
    assertThat(view.status()).isEqualTo(READ);
    assertThat(view.route()).isEqualTo(Route.MARKETING_MESSAGES);
    assertThat(view.waitingFor()).isNull();
    assertThat(attribute(SearchAttributes.MESSAGE_STATUS)).isEqualTo("read");
    verify(sending, never()).sendViaCloud(any());
  }

  @Test
  void costsLittleWhereTheReadComesBeforeItLooksWhereItStands() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    MessageWorkflow message = deliver(looking());
    awaitStatus(ACCEPTED);
    message.events(events(Kind.READ));
    assertThat(result().status()).isEqualTo(READ);
    assertThat(attribute(SearchAttributes.MESSAGE_STATUS)).isEqualTo("read");
    assertThat(upserts()).as("the read alone").isEqualTo(1);
    assertThat(bench.client().fetchHistory(WorkflowIds.message(id)).getEvents()).hasSize(19);
    verify(settling, never()).standing(any());
  }

  @Test
  void looksWhereItStandsWhereNobodyHasReadItSoon() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    when(settling.standing(id)).thenReturn(DELIVERED);
    MessageWorkflow message = deliver(looking());
    awaitStatus(ACCEPTED);
    bench.environment().sleep(LOOK_AFTER.plusMinutes(1));
    awaitStatus(DELIVERED);
    await().until(() -> "delivered".equals(attribute(SearchAttributes.MESSAGE_STATUS)));
    message.events(events(Kind.READ));
    assertThat(result().status()).isEqualTo(READ);
    verify(settling, times(1)).standing(id);
    verify(settling, never()).expire(any());
  }

  @Test
  void expiresAtItsTtlAlsoWhereItHasLooked() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    when(settling.standing(id)).thenReturn(ACCEPTED);
    when(settling.expire(id)).thenReturn(EXPIRED);
    deliver(looking());
    assertThat(result().status()).isEqualTo(EXPIRED);
    assertThat(lifetime()).isBetween(TTL, TTL.plusMinutes(1));
    assertThat(upserts()).as("accepted, expired").isEqualTo(2);
  }

  @Test
  void leavesAFailureThatItSeesToTheWebhookThatTellsWhy() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    when(settling.standing(id)).thenReturn(FAILED);
    MessageWorkflow message = deliver(looking());
    awaitStatus(ACCEPTED);
    bench.environment().sleep(LOOK_AFTER.plusMinutes(1));
    message.events(events(Kind.FAILED));
    assertThat(result().failure()).isEqualTo(new Failure(131026, "Undeliverable", null));
  }

  @Test
  void compensatesADefiniteRefusalOnceThroughCloud() {
    when(sending.sendViaMarketingMessages(any()))
        .thenReturn(new SendResult.Refused(FIRST, NOT_MARKETING));
    when(sending.sendViaCloud(any())).thenReturn(accepted(SECOND));
    MessageWorkflow message = deliver(input(Route.MARKETING_MESSAGES));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.READ));
    assertThat(result().route()).isEqualTo(Route.CLOUD);
    verify(sending, times(1)).sendViaMarketingMessages(new SendCommand(id, 1, null));
    verify(sending, times(1)).sendViaCloud(new SendCommand(id, 1, FIRST));
    assertThat(attribute(SearchAttributes.ROUTE)).isEqualTo("cloud");
    assertThat(summaries()).contains("Compensate refusal 131055");
  }

  @Test
  void goesThroughMarketingMessagesWhenCloudIsClosedToMarketing() {
    when(sending.sendViaCloud(any())).thenReturn(new SendResult.Refused(FIRST, CLOUD_CLOSED));
    when(sending.sendViaMarketingMessages(any())).thenReturn(accepted(SECOND));
    MessageWorkflow message = deliver(input(Route.CLOUD));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.READ));
    assertThat(result().route()).isEqualTo(Route.MARKETING_MESSAGES);
    verify(sending, times(1)).sendViaMarketingMessages(new SendCommand(id, 1, FIRST));
    assertThat(summaries()).contains("Compensate refusal 131063 of Cloud API");
  }

  @Test
  void neverGoesToAndFroBetweenTheRoutes() {
    when(sending.sendViaCloud(any())).thenReturn(new SendResult.Refused(FIRST, CLOUD_CLOSED));
    when(sending.sendViaMarketingMessages(any()))
        .thenReturn(new SendResult.Refused(SECOND, NOT_MARKETING));
    when(settling.fail(any())).thenReturn(FAILED);
    deliver(input(Route.CLOUD));
    assertThat(result().failure()).isEqualTo(NOT_MARKETING);
    verify(sending, times(1)).sendViaMarketingMessages(any());
    verify(sending, times(1)).sendViaCloud(any());
  }

  @Test
  void staysOnCloudWhenTheCompensationMeetsARateLimit() {
    when(sending.sendViaMarketingMessages(any()))
        .thenReturn(new SendResult.Refused(FIRST, NOT_MARKETING));
    when(sending.sendViaCloud(any())).thenReturn(limited(Duration.ofSeconds(4)), accepted(SECOND));
    MessageWorkflow message = deliver(input(Route.MARKETING_MESSAGES));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.READ));
    result();
    verify(sending, times(1)).sendViaMarketingMessages(any());
    verify(sending).sendViaCloud(new SendCommand(id, 2, FIRST));
  }

  @Test
  void neverFallsBackAfterALostAnswer() {
    when(sending.sendViaMarketingMessages(any()))
        .thenReturn(new SendResult.Unknown(FIRST, "timeout"));
    when(settling.giveUp(id)).thenReturn(UNKNOWN);
    long began = bench.environment().currentTimeMillis();
    deliver(input(Route.MARKETING_MESSAGES));
    assertThat(result().status()).isEqualTo(UNKNOWN);
    assertThat(bench.environment().currentTimeMillis() - began)
        .isGreaterThanOrEqualTo(UNKNOWN_DEADLINE.toMillis());
    verify(sending, times(1)).sendViaMarketingMessages(any());
    verify(sending, never()).sendViaCloud(any());
  }

  @Test
  void settlesALostAnswerByTheWebhookThatTellsTheOutcome() {
    when(sending.sendViaMarketingMessages(any()))
        .thenReturn(new SendResult.Unknown(FIRST, "timeout"));
    MessageWorkflow message = deliver(input(Route.MARKETING_MESSAGES));
    awaitWaitingFor("Answer lost");
    message.events(events(Kind.DELIVERED));
    awaitStatus(DELIVERED);
    message.events(events(Kind.READ));
    assertThat(result().status()).isEqualTo(READ);
    verify(settling, never()).giveUp(any());
    verify(sending, times(1)).sendViaMarketingMessages(any());
  }

  @Test
  void resendsALostMessageOnlyWhereThePolicySaysSo() {
    when(sending.sendViaCloud(any()))
        .thenReturn(new SendResult.Unknown(FIRST, "timeout"), accepted(SECOND));
    when(settling.expire(id)).thenReturn(EXPIRED);
    deliver(input(Route.CLOUD, UnknownPolicy.RESEND, false));
    result();
    verify(sending).sendViaCloud(new SendCommand(id, 1, null));
    verify(sending).sendViaCloud(new SendCommand(id, 2, null));
    assertThat(summaries()).contains("Policy resend after a lost answer: send again");
    verify(settling, never()).giveUp(any());
  }

  @Test
  void comesAgainADayAfterThePersonsCapAndNeverThroughTheOtherRoute() {
    when(sending.sendViaMarketingMessages(any()))
        .thenReturn(new SendResult.Later(FIRST, null, CAP), accepted(SECOND));
    when(settling.later(id)).thenAnswer(call -> inADay());
    when(settling.expire(id)).thenReturn(EXPIRED);
    deliver(input(Route.MARKETING_MESSAGES));
    result();
    assertThat(lifetime()).isGreaterThanOrEqualTo(Duration.ofHours(24).plus(TTL));
    verify(sending).sendViaMarketingMessages(new SendCommand(id, 2, null));
    verify(sending, never()).sendViaCloud(any());
    verify(settling, times(1)).later(id);
    assertThat(summaries()).contains("Per-user marketing limit (131049): again after 24 h");
  }

  @Test
  void failsWhenThePersonsCapAllowsNoFurtherTry() {
    when(sending.sendViaMarketingMessages(any()))
        .thenReturn(new SendResult.Later(FIRST, null, CAP));
    when(settling.later(id)).thenReturn(new Deferral(FAILED, null));
    deliver(input(Route.MARKETING_MESSAGES));
    MessageView view = result();
    assertThat(view.status()).isEqualTo(FAILED);
    assertThat(view.failure()).isEqualTo(CAP);
    verify(sending, times(1)).sendViaMarketingMessages(any());
    verify(sending, never()).sendViaCloud(any());
  }

  @Test
  void comesAgainADayAfterACapThatAWebhookTells() {
    when(sending.sendViaMarketingMessages(any())).thenReturn(accepted(FIRST), accepted(SECOND));
    when(settling.later(id)).thenAnswer(call -> inADay()).thenReturn(new Deferral(FAILED, null));
    MessageWorkflow message = deliver(input(Route.MARKETING_MESSAGES));
    awaitStatus(ACCEPTED);
    message.events(new MessageEvents(List.of(capped())));
    awaitWaitingFor("Per-user marketing limit");
    assertThat(view().status()).isEqualTo(QUEUED);
    bench.environment().sleep(Duration.ofHours(23));
    verify(sending, times(1)).sendViaMarketingMessages(any());
    bench.environment().sleep(Duration.ofHours(2));
    awaitStatus(ACCEPTED);
    message.events(new MessageEvents(List.of(capped())));
    MessageView view = result();
    assertThat(view.status()).isEqualTo(FAILED);
    assertThat(view.failure()).isEqualTo(CAP);
    verify(sending).sendViaMarketingMessages(new SendCommand(id, 2, null));
    verify(sending, never()).sendViaCloud(any());
  }

  @Test
  void believesTheLedgerWhenACapIsToldTwice() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    when(settling.later(id)).thenReturn(new Deferral(ACCEPTED, null));
    MessageWorkflow message = deliver(input(Route.CLOUD));
    awaitStatus(ACCEPTED);
    message.events(new MessageEvents(List.of(capped())));
    await().untilAsserted(() -> verify(settling).later(id));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.READ));
    assertThat(result().status()).isEqualTo(READ);
    verify(sending, times(1)).sendViaCloud(any());
  }

  @Test
  void sleepsOnWhenItIsWokenBeforeItIsDue() {
    Instant due = Instant.ofEpochMilli(bench.environment().currentTimeMillis()).plus(A_DAY);
    when(sending.sendViaCloud(any()))
        .thenReturn(
            new SendResult.Later(FIRST, due, CAP),
            new SendResult.Later(FIRST, due, CAP),
            new SendResult.Rejected(SECOND, CAP));
    MessageWorkflow message = deliver(input(Route.CLOUD));
    awaitWaitingFor("Per-user marketing limit");
    message.recheck();
    await().untilAsserted(() -> verify(sending, times(2)).sendViaCloud(any()));
    assertThat(result().status()).isEqualTo(FAILED);
    assertThat(lifetime()).isGreaterThanOrEqualTo(A_DAY.minusMinutes(1));
    verify(sending, times(2)).sendViaCloud(new SendCommand(id, 1, null));
    verify(sending, times(1)).sendViaCloud(new SendCommand(id, 2, null));
  }

  @Test
  void waitsForWhatMetaHoldsUntilItIsReleased() {
    when(sending.sendViaMarketingMessages(any())).thenReturn(heldByMeta());
    MessageWorkflow message = deliver(input(Route.MARKETING_MESSAGES));
    awaitWaitingFor("Held by Meta for quality assessment");
    message.events(events(Kind.SENT));
    awaitWaitingFor("delivered, read");
    message.events(events(Kind.READ));
    assertThat(result().status()).isEqualTo(READ);
    assertThat(summaries()).contains("Held by Meta for quality assessment, up to 1 h");
  }

  @Test
  void failsWhatMetaHeldAndDropped() {
    when(sending.sendViaMarketingMessages(any())).thenReturn(heldByMeta());
    MessageWorkflow message = deliver(input(Route.MARKETING_MESSAGES));
    awaitWaitingFor("Held by Meta for quality assessment");
    Failure dropped = new Failure(132015, "Template is paused", null);
    message.events(new MessageEvents(List.of(new MessageEvent(Kind.FAILED, AT, dropped))));
    MessageView view = result();
    assertThat(view.status()).isEqualTo(FAILED);
    assertThat(view.failure()).isEqualTo(dropped);
  }

  @Test
  void sleepsThroughARateLimitOnADurableTimer() {
    when(sending.sendViaCloud(any()))
        .thenReturn(
            limited(Duration.ofMinutes(7)), limited(Duration.ofMinutes(9)), accepted(FIRST));
    when(settling.expire(id)).thenReturn(EXPIRED);
    long began = bench.environment().currentTimeMillis();
    deliver(input(Route.CLOUD));
    assertThat(result().status()).isEqualTo(EXPIRED);
    assertThat(Duration.ofMillis(bench.environment().currentTimeMillis() - began))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(16).plus(TTL));
    verify(sending).sendViaCloud(new SendCommand(id, 3, null));
    assertThat(summaries()).contains("Rate limit of the number");
  }

  @Test
  void waitsForThePortfolioAsLongAsItTakesWithoutUsingUpARound() {
    SendResult full =
        new SendResult.RateLimited(
            null, Scope.PORTFOLIO, Duration.ofHours(24), new Failure(0, "Limit", null));
    when(sending.sendViaCloud(any())).thenReturn(full, full, full, full, accepted(FIRST));
    when(settling.expire(id)).thenReturn(EXPIRED);
    long began = bench.environment().currentTimeMillis();
    deliver(input(Route.CLOUD));
    assertThat(result().status())
        .as("the time to live began with the acceptance")
        .isEqualTo(EXPIRED);
    assertThat(Duration.ofMillis(bench.environment().currentTimeMillis() - began))
        .isGreaterThanOrEqualTo(Duration.ofHours(4 * 24).plus(TTL));
    verify(sending, times(5)).sendViaCloud(new SendCommand(id, 1, null));
    verify(settling, never()).fail(any());
    assertThat(summaries()).contains("Waits until the portfolio's messaging limit has room again");
  }

  @Test
  void sleepsThroughQuietHoursAndSaysUntilWhenButNotWhere() {
    SendResult night =
        new SendResult.RateLimited(
            null, Scope.QUIET_HOURS, Duration.ofHours(40), new Failure(0, "Quiet", null));
    when(sending.sendViaCloud(any()))
        .thenReturn(night, night, limited(Duration.ofMinutes(7)), accepted(FIRST));
    when(settling.expire(id)).thenReturn(EXPIRED);
    long began = bench.environment().currentTimeMillis();
    deliver(input(Route.CLOUD));
    assertThat(result().status())
        .as("a night does not use up the time to live before the acceptance")
        .isEqualTo(EXPIRED);
    assertThat(Duration.ofMillis(bench.environment().currentTimeMillis() - began))
        .isGreaterThanOrEqualTo(Duration.ofHours(80).plus(TTL));
    verify(sending, times(3)).sendViaCloud(new SendCommand(id, 1, null));
    verify(settling, never()).fail(any());
    assertThat(summaries()).containsPattern("Quiet hours of the recipient until [-0-9]+T[:0-9]+Z");
  }

  @Test
  void looksAgainWhenItsCampaignIsCanceledWhileItWaitsForThePortfolio() {
    when(sending.sendViaCloud(any()))
        .thenReturn(
            new SendResult.RateLimited(
                null, Scope.PORTFOLIO, Duration.ofHours(24), new Failure(0, "Limit", null)))
        .thenReturn(new SendResult.NotSent(CANCELED, "campaign-canceled"));
    MessageWorkflow message = deliver(input(Route.CLOUD));
    awaitWaitingFor("Waits until the portfolio's");
    message.recheck();
    assertThat(result().status()).isEqualTo(CANCELED);
  }

  @Test
  void givesUpOnARateLimitThatOutlastsTheTtl() {
    when(sending.sendViaCloud(any())).thenReturn(limited(Duration.ofHours(20)));
    when(settling.fail(any())).thenReturn(FAILED);
    deliver(input(Route.CLOUD));
    MessageView view = result();
    assertThat(view.status()).isEqualTo(FAILED);
    assertThat(view.failure()).isEqualTo(LIMIT);
    verify(sending, times(4)).sendViaCloud(any());
  }

  @Test
  void looksAgainAsSoonAsItIsWoken() {
    when(sending.sendViaCloud(any()))
        .thenReturn(new SendResult.Held("the campaign is paused"))
        .thenReturn(new SendResult.NotSent(CANCELED, "campaign-canceled"));
    MessageWorkflow message = deliver(input(Route.CLOUD));
    awaitWaitingFor("Held");
    message.recheck();
    MessageView view = result();
    assertThat(view.status()).isEqualTo(CANCELED);
    assertThat(view.reason()).isEqualTo("campaign-canceled");
  }

  @Test
  void losesNoWakeUpThatOvertakesTheAnswerHeld() {
    when(sending.sendViaCloud(any()))
        .thenAnswer(
            call -> {
              bench.client().newUntypedWorkflowStub(WorkflowIds.message(id)).signal("recheck");
              return new SendResult.Held("the campaign is paused");
            })
        .thenReturn(new SendResult.NotSent(CANCELED, "campaign-canceled"));
    deliver(input(Route.CLOUD));
    assertThat(result().status()).isEqualTo(CANCELED);
    assertThat(lifetime()).isLessThan(Duration.ofMinutes(15));
  }

  @Test
  void looksAgainByItselfWhenNobodyWakesIt() {
    when(sending.sendViaCloud(any()))
        .thenReturn(new SendResult.Held("the campaign is paused"))
        .thenReturn(new SendResult.NotSent(CANCELED, "campaign-canceled"));
    deliver(input(Route.CLOUD));
    assertThat(result().status()).isEqualTo(CANCELED);
  }

  @Test
  void expiresWhatWasNotDeliveredBeforeItsTtl() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    when(settling.expire(id)).thenReturn(EXPIRED);
    deliver(input(Route.CLOUD));
    assertThat(result().status()).isEqualTo(EXPIRED);
  }

  @Test
  void endsAtTheTtlWithoutExpiringWhatWasDelivered() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    MessageWorkflow message = deliver(input(Route.CLOUD));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.DELIVERED));
    assertThat(result().status()).isEqualTo(DELIVERED);
    verify(settling, never()).expire(any());
  }

  @Test
  void keepsEventsThatArriveBeforeTheAnswer() {
    when(sending.sendViaCloud(any()))
        .thenAnswer(
            call -> {
              bench
                  .client()
                  .newUntypedWorkflowStub(WorkflowIds.message(id))
                  .signal("events", events(Kind.SENT, Kind.DELIVERED, Kind.READ));
              return accepted(FIRST);
            });
    deliver(input(Route.CLOUD));
    assertThat(result().status()).isEqualTo(READ);
  }

  @Test
  void changesNothingByDuplicateAndLateEvents() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    MessageWorkflow message = deliver(input(Route.CLOUD));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.DELIVERED, Kind.DELIVERED));
    message.events(events(Kind.SENT, Kind.ACCEPTED, Kind.DELIVERED, Kind.FAILED));
    assertThat(message.view().status()).isEqualTo(DELIVERED);
    message.events(events(Kind.READ));
    result();
    assertThat(upserts()).as("accepted, delivered, read").isEqualTo(3);
  }

  @Test
  void waitsForTheClickWhereOneCanBeTold() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    MessageWorkflow message = deliver(input(Route.CLOUD, UnknownPolicy.GIVE_UP, true));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.READ));
    awaitStatus(READ);
    message.events(events(Kind.CLICKED));
    assertThat(result().clicked()).isTrue();
  }

  @Test
  void failsByAWebhookAfterTheAcceptance() {
    when(sending.sendViaCloud(any())).thenReturn(accepted(FIRST));
    MessageWorkflow message = deliver(input(Route.CLOUD));
    awaitStatus(ACCEPTED);
    message.events(events(Kind.FAILED));
    MessageView view = result();
    assertThat(view.status()).isEqualTo(FAILED);
    assertThat(view.failure()).isEqualTo(new Failure(131026, "Undeliverable", null));
  }

  @Test
  void failsWhatCannotBeSentAtAll() {
    when(sending.sendViaCloud(any()))
        .thenThrow(ApplicationFailure.newNonRetryableFailure("no", "NO_SUCH_MESSAGE"));
    when(settling.fail(any())).thenReturn(FAILED);
    deliver(input(Route.CLOUD));
    MessageView view = result();
    assertThat(view.status()).isEqualTo(FAILED);
    assertThat(view.failure().details()).isEqualTo("NO_SUCH_MESSAGE");
  }

  @Test
  void triesOnWhileNothingWasSent() {
    when(sending.sendViaCloud(any()))
        .thenThrow(new IllegalStateException("the database is away"))
        .thenThrow(new IllegalStateException("the database is away"))
        .thenThrow(new IllegalStateException("the database is away"))
        .thenThrow(new IllegalStateException("the database is away"))
        .thenReturn(new SendResult.Rejected(FIRST, NOT_MARKETING));
    deliver(input(Route.CLOUD));
    assertThat(result().status()).isEqualTo(FAILED);
    verify(sending, times(5)).sendViaCloud(new SendCommand(id, 1, null));
  }

  @Test
  void leavesNoQueuedMessageBehindWhenAnOperatorCancelsItsWorkflow() {
    when(sending.sendViaCloud(any())).thenReturn(new SendResult.Held("the campaign is paused"));
    when(settling.fail(any())).thenReturn(FAILED);
    deliver(input(Route.CLOUD));
    awaitWaitingFor("Held");
    WorkflowStub untyped = bench.client().newUntypedWorkflowStub(WorkflowIds.message(id));
    untyped.cancel();
    assertThatThrownBy(this::result).hasRootCauseInstanceOf(CanceledFailure.class);
    verify(settling).fail(any());
    assertThat(attribute(SearchAttributes.MESSAGE_STATUS)).isEqualTo("failed");
  }

  @Test
  void startsAsQueued() {
    MessageStory story = new MessageStory(Route.CLOUD);
    assertThat(story.view().status()).isEqualTo(QUEUED);
  }

  private MessageWorkflow deliver(MessageInput input) {
    MessageWorkflow message =
        bench.stub(MessageWorkflow.class, TaskQueues.MESSAGES, WorkflowIds.message(id));
    WorkflowClient.start(message::deliver, input);
    return message;
  }

  private MessageView result() {
    return bench
        .client()
        .newUntypedWorkflowStub(WorkflowIds.message(id))
        .getResult(MessageView.class);
  }

  private void awaitStatus(MessageStatus status) {
    await().until(() -> view().status() == status);
  }

  private void awaitWaitingFor(String start) {
    await().until(() -> view().waitingFor() != null && view().waitingFor().startsWith(start));
  }

  /** By the workflow's own times: the server's clock may run on once nothing is left to do. */
  private Duration lifetime() {
    WorkflowExecutionDescription closed =
        bench.client().newUntypedWorkflowStub(WorkflowIds.message(id)).describe();
    return Duration.between(closed.getStartTime(), closed.getCloseTime());
  }

  private MessageView view() {
    return bench
        .client()
        .newUntypedWorkflowStub(WorkflowIds.message(id))
        .query("view", MessageView.class);
  }

  private String attribute(SearchAttributeKey<String> key) {
    return bench
        .client()
        .newUntypedWorkflowStub(WorkflowIds.message(id))
        .describe()
        .getTypedSearchAttributes()
        .get(key);
  }

  private long upserts() {
    return bench.client().fetchHistory(WorkflowIds.message(id)).getEvents().stream()
        .filter(e -> e.getEventType() == EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
        .count();
  }

  private String summaries() {
    StringBuilder all = new StringBuilder();
    bench
        .client()
        .fetchHistory(WorkflowIds.message(id))
        .getEvents()
        .forEach(
            event -> all.append(event.getUserMetadata().getSummary().getData().toStringUtf8()));
    return all.toString();
  }

  private MessageInput looking() {
    return new MessageInput(
        id,
        new UUID(1, 0),
        new UUID(2, 0),
        "spring_sale/en",
        Route.CLOUD,
        TTL,
        UNKNOWN_DEADLINE,
        UnknownPolicy.GIVE_UP,
        false,
        LOOK_AFTER);
  }

  private MessageInput input(Route route) {
    return input(route, UnknownPolicy.GIVE_UP, false);
  }

  private MessageInput input(Route route, UnknownPolicy policy, boolean tracksClicks) {
    return new MessageInput(
        id,
        new UUID(1, 0),
        new UUID(2, 0),
        "spring_sale/en",
        route,
        TTL,
        UNKNOWN_DEADLINE,
        policy,
        tracksClicks);
  }

  private static SendResult accepted(UUID attempt) {
    return new SendResult.Accepted(attempt, "wamid.1");
  }

  private static SendResult heldByMeta() {
    return new SendResult.Accepted(FIRST, "wamid.1", "held_for_quality_assessment");
  }

  private static MessageEvent capped() {
    return new MessageEvent(Kind.FAILED, AT, CAP, true);
  }

  private Deferral inADay() {
    Instant now = Instant.ofEpochMilli(bench.environment().currentTimeMillis());
    return new Deferral(QUEUED, now.plus(A_DAY));
  }

  private static SendResult limited(Duration delay) {
    return new SendResult.RateLimited(FIRST, Scope.NUMBER, delay, LIMIT);
  }

  private static MessageEvents events(Kind... kinds) {
    return new MessageEvents(
        Arrays.stream(kinds)
            .map(
                kind ->
                    new MessageEvent(
                        kind,
                        AT,
                        kind == Kind.FAILED ? new Failure(131026, "Undeliverable", null) : null))
            .toList());
  }
}
