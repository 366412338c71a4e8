package dev.whatsway.api.temporal;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.recurring.RecurringCampaignWorkflow;
import dev.whatsway.contract.recurring.RecurringInput;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The one place where the api talks to Temporal's schedules, one a recurring campaign. */
@Component
public class RecurringSchedules {

  private final ScheduleClient client;
  private final TemporalCalls calls;

  RecurringSchedules(ScheduleClient client, TemporalCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /**
   * When a recurring campaign comes.
   *
   * @param name shown in the UI
   * @param weekdays 0 to 6, Sunday first
   * @param overlap {@code skip}, {@code buffer_one} or {@code allow}
   */
  public record Timetable(
      UUID recurringId,
      String name,
      int minute,
      Collection<Integer> hours,
      Collection<Integer> days,
      Collection<Integer> months,
      Collection<Integer> weekdays,
      String timezone,
      String overlap,
      Duration catchUp,
      boolean paused) {}

  /**
   * Makes the schedule, or makes it what the timetable says; harmless when repeated.
   *
   * @throws dev.whatsway.api.problem.ApiException where Temporal does not answer: it may be so all
   *     the same
   */
  public void put(Timetable timetable) {
    String id = WorkflowIds.recurring(timetable.recurringId());
    Schedule schedule = schedule(timetable);
    try {
      calls.within(
          () -> {
            try {
              client.createSchedule(id, schedule, ScheduleOptions.newBuilder().build());
            } catch (ScheduleAlreadyRunningException made) {
              client.getHandle(id).update(before -> new ScheduleUpdate(schedule));
            }
            return id;
          });
    } catch (RuntimeException e) {
      throw calls.explain(e);
    }
  }

  /**
   * Deletes the schedule, where there is one.
   *
   * @throws dev.whatsway.api.problem.ApiException where Temporal does not answer
   */
  public void delete(UUID recurringId) {
    try {
      calls.within(
          () -> {
            client.getHandle(WorkflowIds.recurring(recurringId)).delete();
            return recurringId;
          });
    } catch (ScheduleException e) {
      if (!(e.getCause() instanceof StatusRuntimeException status)
          || status.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw calls.explain(e);
      }
    } catch (RuntimeException e) {
      throw calls.explain(e);
    }
  }

  private static Schedule schedule(Timetable timetable) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(RecurringCampaignWorkflow.class)
                .setArguments(new RecurringInput(timetable.recurringId()))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.recurring(timetable.recurringId()))
                        .setTaskQueue(TaskQueues.CAMPAIGNS)
                        .setStaticSummary(timetable.name())
                        // Without details the SDK (1.38) cannot read the schedule back, and so
                        // not update it.
                        .setStaticDetails("Makes the campaign of one time, and waits for its end.")
                        .build())
                .build())
        .setSpec(spec(timetable))
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(overlap(timetable.overlap()))
                .setCatchupWindow(timetable.catchUp())
                .build())
        .setState(ScheduleState.newBuilder().setPaused(timetable.paused()).build())
        .build();
  }

  private static ScheduleSpec spec(Timetable timetable) {
    return ScheduleSpec.newBuilder()
        .setCalendars(
            List.of(
                ScheduleCalendarSpec.newBuilder()
                    .setSeconds(ranges(List.of(0)))
                    .setMinutes(ranges(List.of(timetable.minute())))
                    .setHour(ranges(timetable.hours()))
                    .setDayOfMonth(ranges(timetable.days()))
                    .setMonth(ranges(timetable.months()))
                    .setDayOfWeek(ranges(timetable.weekdays()))
                    .build()))
        .setTimeZoneName(timetable.timezone())
        .build();
  }

  private static List<ScheduleRange> ranges(Collection<Integer> values) {
    return values.stream().map(ScheduleRange::new).toList();
  }

  private static ScheduleOverlapPolicy overlap(String word) {
    return switch (word) {
      case "buffer_one" -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE;
      case "allow" -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
      default -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
    };
  }
}
