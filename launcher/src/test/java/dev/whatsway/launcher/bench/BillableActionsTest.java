package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.TestClassPath;
import dev.whatsway.workers.replay.Histories;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.api.history.v1.UpsertWorkflowSearchAttributesEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillableActionsTest {

  /** Counted by hand, from the kinds of the events. */
  @ParameterizedTest
  @CsvSource({
    // A start, an activity, a timer, two signals, three upserts.
    "message-sendsThroughMarketingMessagesAndEndsWithTheRead, 8",
    // A start, two activities, a timer, three signals, four upserts.
    "message-demoFallbackOnTheDevServer, 11",
    // A start, an activity, a timer, a signal, an upsert; the marker of its version is free.
    "message-costsLittleWhereTheReadComesBeforeItLooksWhereItStands, 5",
  })
  void countsWhatAHistoryWouldBeBilled(String name, int actions) throws IOException {
    assertThat(BillableActions.of(history(name))).isEqualTo(actions);
  }

  @Test
  void countsOneOfAChildsTwoWithItsParent() throws IOException {
    List<HistoryEvent> lane = history("batch-demoFirstRunOnTheDevServer");
    long children =
        lane.stream()
            .filter(
                event ->
                    event.getEventType()
                        == EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED)
            .count();
    assertThat(children).isPositive();
    // Its own start and the activity that reads the page.
    assertThat(BillableActions.of(lane)).isEqualTo(children + 2);
  }

  @Test
  void countsRetriesOfAnActivity() {
    HistoryEvent third =
        event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
            .setActivityTaskStartedEventAttributes(
                ActivityTaskStartedEventAttributes.newBuilder().setAttempt(3))
            .build();
    assertThat(BillableActions.of(List.of(third))).isEqualTo(2);
  }

  @Test
  void countsTheMarkersOfOneTaskOnceAndThoseOfVersionsNot() {
    assertThat(
            BillableActions.of(
                List.of(
                    marker("LocalActivity", 4),
                    marker("SideEffect", 4),
                    marker("Version", 4),
                    marker("Version", 8),
                    marker("LocalActivity", 12))))
        .isEqualTo(2);
  }

  @Test
  void countsAnUpsertUnlessItIsOfVersionsAlone() {
    assertThat(BillableActions.of(List.of(upsert("MessageStatus", "Route")))).isEqualTo(1);
    assertThat(BillableActions.of(List.of(upsert("TemporalChangeVersion")))).isZero();
  }

  @Test
  void countsThreeForAStartByASchedule() {
    HistoryEvent start =
        event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
            .setWorkflowExecutionStartedEventAttributes(
                WorkflowExecutionStartedEventAttributes.newBuilder()
                    .setSearchAttributes(attributes("TemporalScheduledById")))
            .build();
    assertThat(BillableActions.of(List.of(start))).isEqualTo(3);
  }

  @Test
  void countsASignalUnlessItCameWithTheStart() {
    HistoryEvent.Builder signal = event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
    assertThat(BillableActions.of(List.of(signal.setEventId(2).build()))).isZero();
    assertThat(BillableActions.of(List.of(signal.setEventId(5).build()))).isEqualTo(1);
  }

  private static HistoryEvent marker(String name, long task) {
    return event(EventType.EVENT_TYPE_MARKER_RECORDED)
        .setMarkerRecordedEventAttributes(
            MarkerRecordedEventAttributes.newBuilder()
                .setMarkerName(name)
                .setWorkflowTaskCompletedEventId(task))
        .build();
  }

  private static HistoryEvent upsert(String... keys) {
    return event(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
        .setUpsertWorkflowSearchAttributesEventAttributes(
            UpsertWorkflowSearchAttributesEventAttributes.newBuilder()
                .setSearchAttributes(attributes(keys)))
        .build();
  }

  private static SearchAttributes attributes(String... keys) {
    SearchAttributes.Builder attributes = SearchAttributes.newBuilder();
    for (String key : keys) {
      attributes.putIndexedFields(key, Payload.getDefaultInstance());
    }
    return attributes.build();
  }

  private static HistoryEvent.Builder event(EventType type) {
    return HistoryEvent.newBuilder().setEventId(9).setEventType(type);
  }

  private static List<HistoryEvent> history(String name) throws IOException {
    return Histories.read(
            Files.readString(
                TestClassPath.projectFolder()
                    .resolve("workers/src/test/resources/histories")
                    .resolve(name + ".json")))
        .getEvents();
  }
}
