package dev.whatsway.workers.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.whatsway.workers.RecordedHistories;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionSignaledEventAttributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NarratorTest {

  private final List<HistoryEvent> events = new ArrayList<>();

  static List<String> histories() throws IOException {
    return RecordedHistories.names();
  }

  @Test
  void aFallbackReadsAsRefusalCompensationAndStatuses() {
    assertThat(told("message-demoFallbackOnTheDevServer"))
        .containsExactly(
            "00:00:00 starts: message 9b5eed16-b3b1-4d05-a256-896ef5c38994 of campaign d9dcf289-b200-44ac-8cb3-fb807d21eb3e, template spring_sale/en_US, first through marketing_messages; a lost answer waits 1 d, then give_up; expires after 30 d",
            "00:00:00 Send through Marketing Messages [SendViaMarketingMessages]: refused by marketing_messages, 131055 Method not allowed (Only marketing template messages are supported): the other route may be tried (attempt 1)",
            "00:00:01 is found by Route=cloud",
            "00:00:01 Compensate refusal 131055 of Marketing Messages: send through Cloud API [SendViaCloud]: accepted by cloud (attempt 1)",
            "00:00:01 is found by MessageStatus=accepted",
            "00:00:01 waits at most 30 d, until 2026-12-24 06:09:52: Waits for statuses until the TTL",
            "00:00:07 signal events, webhook: delivered",
            "00:00:07 is found by MessageStatus=delivered",
            "00:00:07 signal events, webhook: sent",
            "00:00:08 signal events, webhook: read",
            "00:00:08 is found by MessageStatus=read",
            "00:00:08 stops waiting after 7 s (signal events, webhook: read): Waits for statuses until the TTL",
            "00:00:08 ends: read through cloud");
  }

  @Test
  void aMessageThatNobodyReceivedReadsAsATimeThatIsOver() {
    assertThat(told("message-expiresWhatWasNotDeliveredBeforeItsTtl"))
        .containsSubsequence(
            "00:00:00 Send through Cloud API [SendViaCloud]: accepted by cloud (attempt 1)",
            "3 d 00:00:00 waited 3 d, the time is over: Waits for statuses until the TTL",
            "3 d 00:00:00 Settle the message in the ledger [Expire]: the message is expired (attempt 1)",
            "3 d 00:00:00 ends: expired through cloud: no delivery before the TTL");
  }

  @Test
  void aTimeOfARecurringCampaignReadsWithTheCampaignThatCameOfIt() {
    assertThat(told("recurring-makesTheCampaignOfItsTimeAndLivesAsLongAsIt"))
        .containsExactly(
            "00:00:00 starts: recurring campaign 41e2fe31-8547-41c6-8cd5-223634ca3d9f",
            "00:00:00 Make the campaign of this time [MakeCampaign] for 2026-12-01 09:00:00: campaign e0cdfc44-e5c9-42a3-b5a0-77da119bef84, template spring_sale/en_US (attempt 1)",
            "00:00:00 starts CampaignWorkflow campaign/e0cdfc44-e5c9-42a3-b5a0-77da119bef84",
            "3 d 00:00:00 CampaignWorkflow campaign/e0cdfc44-e5c9-42a3-b5a0-77da119bef84 has completed: completed",
            "3 d 00:00:00 ends");
  }

  @Test
  void aRateLimitReadsWithItsLengthAndMetasWords() {
    assertThat(told("message-sleepsThroughARateLimitOnADurableTimer"))
        .containsSubsequence(
            "00:00:00 Send through Cloud API [SendViaCloud]: rate limit of the number, 130429 Rate limit hit: again in 7 min (attempt 1)",
            "00:07:00 waited 7 min, the time is over: Rate limit of the number",
            "00:16:00 waited 9 min, the time is over: Rate limit of the number",
            "00:16:00 Send through Cloud API [SendViaCloud]: accepted by cloud (attempt 1)");
  }

  @Test
  void aLostAnswerAndAPersonsLimitReadWithWhatBecameOfThem() {
    assertThat(told("message-neverFallsBackAfterALostAnswer"))
        .containsSubsequence(
            "00:00:00 Send through Marketing Messages [SendViaMarketingMessages]: answer lost (timeout): it may have gone out (attempt 1)",
            "06:00:00 waited 6 h, the time is over: Answer lost (timeout): waits for a webhook to tell the outcome",
            "06:00:00 Settle the message in the ledger [GiveUp]: the message is unknown (attempt 1)");
    assertThat(told("message-comesAgainADayAfterACapThatAWebhookTells"))
        .containsSubsequence(
            "00:00:00 signal events, webhook: failed for now, 131049 Healthy ecosystem",
            "00:00:00 Settle the message in the ledger [Later]: the message is queued and comes again at 2026-11-25 23:36:44 (attempt 1)",
            "1 d 00:00:00 waited 1 d, the time is over: Per-user marketing limit (131049): again after 24 h");
  }

  @Test
  void aPauseReadsFromTheUpdateToItsAnswer() {
    assertThat(told("campaign-pausesThenResumesItsLanes"))
        .containsSubsequence(
            "00:00:00 Update pause: lunch",
            "00:00:00 Store the campaign's status [MoveTo] paused (lunch): stored (attempt 1)",
            "00:00:00 signals pause to campaign/e8747e35-0316-47b7-8f97-db7496c73948/batch/0",
            "00:00:00 Wait until no send is in flight [AwaitQuiescence]: done (attempt 1)",
            "00:00:00 answers the Update pause: paused (lunch)",
            "00:00:00 Update resume");
  }

  @Test
  void aVersionReadsWithItsChange() {
    assertThat(told("campaign-startsALaneAgain"))
        .contains("23:59:58 takes version 1 of the change lane-again (Workflow.getVersion)");
  }

  @Test
  void manyMessagesOfALaneReadAsOne() {
    assertThat(told("batch-demoFirstRunOnTheDevServer"))
        .hasSizeLessThan(20)
        .contains(
            "00:00:00 starts MessageWorkflow: 50, from message/7a39e188-6f21-46e4-aa16-6d8c9120dfa4 to message/34866b8a-9662-4efd-b704-02b7c68b1435")
        .contains(
            "00:00:16 goes on as run 0e4089cd-4537-43f9-9875-ea7476d7817d: lane 0, messages 0 to 99, next 100");
  }

  @ParameterizedTest
  @MethodSource("histories")
  void nothingInTheRecordedHistoriesLacksWords(String name) {
    assertThat(told(name)).noneMatch(line -> line.contains("{\"")).noneMatch(String::isBlank);
  }

  @Test
  void whatNobodyKnowsIsCutAndStaysOnItsLine() {
    events.add(started());
    events.add(signal("hello\u001b[31m\nworld", json("{\"text\":\"" + "x".repeat(900) + "\"}")));

    List<String> told = told(events);

    assertThat(told.get(1))
        .startsWith("00:00:01 signal hello [31m world, {\"text\":\"xxx")
        .endsWith("…")
        .hasSizeLessThan(260)
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void anEncryptedPayloadIsNamedAndNotShown() {
    events.add(started());
    events.add(
        signal(
            "events",
            Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("binary/encrypted"))
                .setData(ByteString.copyFromUtf8("secret"))
                .build()));

    assertThat(told(events)).contains("00:00:01 signal events, (6 bytes of binary/encrypted)");
  }

  @Test
  void aPayloadOfAnotherShapeThanItsRecordIsShownAsItIs() {
    events.add(started());
    events.add(signal("events", json("{\"events\":\"none\"}")));

    assertThat(told(events)).contains("00:00:01 signal events, {\"events\":\"none\"}");
  }

  @Test
  void anActivityTellsHowOftenItWasTriedAndWhy() {
    events.add(started());
    HistoryEvent.Builder asked = event(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
    asked.getActivityTaskScheduledEventAttributesBuilder().getActivityTypeBuilder().setName("Page");
    events.add(asked.build());
    HistoryEvent.Builder started = event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED);
    started
        .getActivityTaskStartedEventAttributesBuilder()
        .setScheduledEventId(2)
        .setAttempt(3)
        .setLastFailure(
            Failure.newBuilder()
                .setMessage("outer")
                .setCause(Failure.newBuilder().setMessage("the database is away")));
    events.add(started.build());
    HistoryEvent.Builder completed = event(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
    completed.getActivityTaskCompletedEventAttributesBuilder().setScheduledEventId(2);
    events.add(completed.build());

    assertThat(told(events))
        .contains(
            "00:00:03 activity [Page]: done (attempt 3; before: the database is away, after 2 s)");
  }

  @Test
  void whatIsStillOpenIsToldAtItsBegin() {
    events.add(started());
    HistoryEvent.Builder timer = event(EventType.EVENT_TYPE_TIMER_STARTED);
    timer
        .getTimerStartedEventAttributesBuilder()
        .setStartToFireTimeout(Duration.newBuilder().setSeconds(5_400));
    events.add(timer.build());

    assertThat(told(events))
        .contains(
            "00:00:01 waits at most 1 h 30 min, until 2026-01-01 01:30:01: a timer without a summary");
  }

  /** Whatever a file holds: an event without its attributes, or one that refers to nothing. */
  @ParameterizedTest
  @EnumSource(value = EventType.class, names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
  void everyEventCanBeToldEvenWhenItIsEmpty(EventType type) {
    events.add(started());
    events.add(event(type).build());

    assertThat(told(events)).hasSizeBetween(1, 2);
  }

  private static List<String> told(String name) {
    return told(Histories.read(RecordedHistories.json(name)).getEvents());
  }

  private static List<String> told(List<HistoryEvent> events) {
    return new Narrator()
        .tell(events).stream()
            .map(decision -> Plain.clock(decision.since()) + " " + decision.words())
            .toList();
  }

  private HistoryEvent started() {
    HistoryEvent.Builder start = event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
    start
        .getWorkflowExecutionStartedEventAttributesBuilder()
        .getWorkflowTypeBuilder()
        .setName("MessageWorkflow");
    return start.build();
  }

  private HistoryEvent signal(String name, Payload... payloads) {
    return event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .setWorkflowExecutionSignaledEventAttributes(
            WorkflowExecutionSignaledEventAttributes.newBuilder()
                .setSignalName(name)
                .setInput(Payloads.newBuilder().addAllPayloads(Arrays.asList(payloads))))
        .build();
  }

  /** An event a second, from the first of January 2026. */
  private HistoryEvent.Builder event(EventType type) {
    return HistoryEvent.newBuilder()
        .setEventId(events.size() + 1L)
        .setEventTime(Timestamp.newBuilder().setSeconds(1_767_225_600L + events.size()))
        .setEventType(type);
  }

  private static Payload json(String json) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
        .setData(ByteString.copyFromUtf8(json))
        .build();
  }
}
