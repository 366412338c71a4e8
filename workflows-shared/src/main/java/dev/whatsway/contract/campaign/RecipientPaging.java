package dev.whatsway.contract.campaign;

import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.message.MessageInput;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages through the queued messages of a lane. Task queue {@code campaigns}. */
@ActivityInterface
public interface RecipientPaging {

  /**
   * Returns the next queued messages of the lane, by keyset on the ordinal, with the route of each.
   */
  Page page(PageCommand command);

  /**
   * Returns when at most {@code atMost} messages of the ordinals given are still queued.
   * Heartbeats.
   */
  void awaitWindow(WindowCommand command);

  /** The ordinals from {@code next} to before {@code end}; at most {@code size} messages. */
  record PageCommand(UUID campaignId, long next, long end, int size) {}

  /**
   * One page.
   *
   * @param next the ordinal to continue at; {@code end} when the lane has none left
   * @param journeys people who enter a journey; null, as in histories of before there were any,
   *     where the campaign sends one message to each
   */
  record Page(List<MessageInput> messages, long next, @Nullable List<JourneyState> journeys) {

    /** A page of messages. */
    public Page(List<MessageInput> messages, long next) {
      this(messages, next, null);
    }
  }

  /** The ordinals from {@code from} to before {@code to}. */
  record WindowCommand(UUID campaignId, long from, long to, int atMost) {}
}
