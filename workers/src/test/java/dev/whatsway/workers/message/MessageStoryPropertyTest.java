package dev.whatsway.workers.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.store.test.StatusStory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The workflow's own view of a message must end where the ledger's does (StandingPropertyTest). */
class MessageStoryPropertyTest {

  private static final int PERMUTATIONS = 100;

  @Property(tries = 2_000)
  void endsWhereTheLedgerDoesHoweverTheEventsAreSignaled(@ForAll long seed) {
    Random random = new Random(seed);
    StatusStory told = StatusStory.draw(random);
    for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
      MessageStory story = new MessageStory(Route.CLOUD);
      story.rise(MessageStatus.ACCEPTED);
      for (List<MessageEvent> signal : signals(told.arriving(random), random)) {
        story.apply(new MessageEvents(signal));
      }
      assertThat(story.status()).isEqualTo(told.end());
      assertThat(story.view().clicked()).isEqualTo(told.clicked());
      assertThat(story.view().replied()).isEqualTo(told.replied());
    }
  }

  /** A signal carries whatever one claim of the dispatcher held. */
  private static List<List<MessageEvent>> signals(List<MessageEvent> events, Random random) {
    List<List<MessageEvent>> signals = new ArrayList<>();
    int at = 0;
    while (at < events.size()) {
      int end = at + 1 + random.nextInt(events.size() - at);
      signals.add(events.subList(at, end));
      at = end;
    }
    return signals;
  }
}
