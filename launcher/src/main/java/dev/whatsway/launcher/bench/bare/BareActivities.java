package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.UnknownPolicy;
import io.temporal.activity.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Activities that answer at once, with results as large as ours; nothing is stored. */
final class BareActivities implements RecipientPaging, BareSending {

  private static final Duration LOOK = Duration.ofMillis(100);

  private final SentMessages sent = new SentMessages();
  private final BareStatuses statuses;

  BareActivities(BareStatuses statuses) {
    this.statuses = statuses;
  }

  @Override
  public Page page(PageCommand command) {
    long end = Math.min(command.next() + command.size(), command.end());
    List<MessageInput> messages = new ArrayList<>();
    for (long ordinal = command.next(); ordinal < end; ordinal++) {
      messages.add(message(command.campaignId(), ordinal));
    }
    return new Page(messages, end);
  }

  @Override
  public void awaitWindow(WindowCommand command) {
    while (sent.undecided(command.campaignId(), command.from(), command.to()) > command.atMost()) {
      Activity.getExecutionContext().heartbeat(null);
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  @Override
  public SendResult send(SendCommand command, int signals) {
    sent.add(command.messageId());
    statuses.plan(BareNames.workflowId(command.messageId()), signals);
    return new SendResult.Accepted(
        command.messageId(), "wamid.HBgNNDkxNTExMjAwMDAwMBUCABEYEjAwMDAwMDAwMDAwMDAwMDAA");
  }

  private static MessageInput message(UUID campaignId, long ordinal) {
    return new MessageInput(
        BareNames.messageId(campaignId, ordinal),
        campaignId,
        BareNames.CHANNEL_ID,
        BareNames.TEMPLATE,
        Route.MARKETING_MESSAGES,
        Duration.ofDays(1),
        Duration.ofMinutes(30),
        UnknownPolicy.GIVE_UP,
        false);
  }
}
