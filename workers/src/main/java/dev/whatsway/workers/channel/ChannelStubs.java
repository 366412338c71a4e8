package dev.whatsway.workers.channel;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.channel.ChannelCare;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;

/** The activity stubs of the channel workflow. */
final class ChannelStubs {

  /**
   * Asks Meta: tried a few times, then left to the workflow's own timers, so that a Graph that is
   * away does not fill the history's run with retries that nobody sees.
   */
  static ChannelCare care() {
    return Workflow.newActivityStub(
        ChannelCare.class,
        asking("Ask Meta about the number and its token"),
        Map.of(
            "RenewToken", asking("Exchange the token for one that lives longer"),
            "ProbeStops", asking("Ask Meta whether the cause of the stops is gone"),
            "SyncTemplates", fetching()));
  }

  /** Tells campaigns: until it has worked. */
  static ChannelCare patientCare() {
    return Workflow.newActivityStub(
        ChannelCare.class,
        options("Tell campaigns what stops them, or that nothing does")
            .setStartToCloseTimeout(Duration.ofMinutes(10))
            .setHeartbeatTimeout(Duration.ofSeconds(30))
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofMillis(500))
                    .setMaximumInterval(Duration.ofSeconds(30))
                    .build())
            .build());
  }

  private static ActivityOptions asking(String summary) {
    return options(summary).setStartToCloseTimeout(Duration.ofMinutes(1)).build();
  }

  private static ActivityOptions fetching() {
    return options("Fetch the WABA's templates")
        .setStartToCloseTimeout(Duration.ofMinutes(10))
        .setHeartbeatTimeout(Duration.ofMinutes(1))
        .build();
  }

  private static ActivityOptions.Builder options(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.CAMPAIGNS)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(2))
                .setMaximumAttempts(4)
                .build())
        .setSummary(summary);
  }

  private ChannelStubs() {}
}
