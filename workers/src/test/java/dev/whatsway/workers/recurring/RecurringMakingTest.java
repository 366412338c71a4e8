package dev.whatsway.workers.recurring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.recurring.RecurringMaking.Outcome;
import dev.whatsway.contract.recurring.RecurringMaking.Time;
import dev.whatsway.store.recurring.RecurringRuns;
import dev.whatsway.store.recurring.RecurringRuns.Run;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class RecurringMakingTest {

  private final Time time = new Time(UUID.randomUUID(), Instant.parse("2026-12-01T09:00:00Z"));
  private final RecurringRuns runs = mock(RecurringRuns.class);
  private final ScheduleClient schedules = mock(ScheduleClient.class);
  private final RecurringMakingActivities making = making();

  private RecurringMakingActivities making() {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("schedules", schedules);
    return new RecurringMakingActivities(runs, beans.getBeanProvider(ScheduleClient.class));
  }

  @Test
  void deletesAScheduleWhoseRowIsGone() {
    ScheduleHandle handle = mock(ScheduleHandle.class);
    when(schedules.getHandle(WorkflowIds.recurring(time.recurringId()))).thenReturn(handle);
    when(runs.run(any(), any())).thenReturn(new Run.Gone());
    assertThat(making.makeCampaign(time).made()).isNull();
    verify(handle).delete();
    doThrow(new ScheduleException(new IllegalStateException("gone already"))).when(handle).delete();
    assertThat(making.makeCampaign(time).made()).isNull();
  }

  @Test
  void isTriedAgainWhileTheAudienceIsImported() {
    when(runs.run(any(), any())).thenReturn(new Run.TooEarly("The audience is being imported."));
    assertThatThrownBy(() -> making.makeCampaign(time))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isFalse());
  }

  @Test
  void saysWhyThereIsNoCampaign() {
    when(runs.run(time.recurringId(), time.scheduledAt()))
        .thenReturn(new Run.Nothing("It is paused."));
    assertThat(making.makeCampaign(time)).isEqualTo(new Outcome(null, "It is paused."));
  }
}
