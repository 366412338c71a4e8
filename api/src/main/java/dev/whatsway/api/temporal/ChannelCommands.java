package dev.whatsway.api.temporal;

import dev.whatsway.contract.channel.ChannelState;
import dev.whatsway.contract.channel.ChannelWorkflow;
import dev.whatsway.contract.channel.ChannelWorkflows;
import dev.whatsway.contract.channel.TemplateCounts;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The one place where the api talks to channel workflows. New channels, changed settings and
 * cleared stops need no word from here: the workers find them in the tables.
 */
@Component
public class ChannelCommands {

  private static final int RESULT_SECONDS = 45;

  private final WorkflowClient client;
  private final TemporalCalls calls;

  ChannelCommands(WorkflowClient client, TemporalCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /**
   * Fetches the templates of the channel's WABA.
   *
   * @return null when it is accepted but not done after 45 s
   */
  public @Nullable TemplateCounts syncTemplates(UUID channelId) {
    UpdateOptions<TemplateCounts> options =
        UpdateOptions.newBuilder(TemplateCounts.class)
            .setUpdateName("syncTemplates")
            .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
            .build();
    WorkflowStub workflow =
        client.newUntypedWorkflowStub(
            ChannelWorkflow.class.getSimpleName(), ChannelWorkflows.options(channelId));
    try {
      WorkflowUpdateHandle<TemplateCounts> handle =
          calls.within(
              () ->
                  workflow.startUpdateWithStart(
                      options, new Object[] {}, new Object[] {ChannelState.first(channelId)}));
      return handle.getResultAsync(RESULT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return null;
      }
      throw calls.explain(e.getCause() instanceof RuntimeException cause ? cause : e);
    } catch (RuntimeException e) {
      throw calls.explain(e);
    }
  }
}
