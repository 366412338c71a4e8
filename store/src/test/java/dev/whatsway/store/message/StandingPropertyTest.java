package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.test.StatusStory;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

class StandingPropertyTest {

  private static final int PERMUTATIONS = 100;
  private static final Instant ACCEPTED = Instant.parse("2026-11-23T10:00:00Z");
  private static final AtomicLong TRIED = new AtomicLong();

  @Property(tries = 20_000)
  void endsTheSameWhateverTheOrderTheCopiesAndTheLosses(@ForAll long seed) {
    Random random = new Random(seed);
    StatusStory story = StatusStory.draw(random);
    for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
      Standing end = tell(story.arriving(random));
      assertThat(end.status()).isEqualTo(story.end());
      assertThat(end.clickedAt() != null).isEqualTo(story.clicked());
      assertThat(end.repliedAt() != null).isEqualTo(story.replied());
      TRIED.incrementAndGet();
    }
  }

  @Example
  void countsADeliveryForDeliveredAndForRead() {
    StatusStory read = drawn(MessageStatus.READ);
    Standing end = tell(List.of(read.deciding()));
    assertThat(end.deliveredAt()).isNotNull();
    assertThat(end.sentAt()).isNotNull();
  }

  @AfterContainer
  static void say() {
    System.out.printf(
        "Status events in random order, doubled and lost: %,d permutations, the same end each time%n",
        TRIED.get());
  }

  private static Standing tell(List<MessageEvent> events) {
    Standing standing =
        new Standing(MessageStatus.ACCEPTED, ACCEPTED, null, null, null, null, null, null, null);
    for (MessageEvent event : events) {
      Standing after = standing.after(event, true);
      if (after.status() != standing.status()) {
        assertThat(rank(after.status()))
            .as("never a step back")
            .isGreaterThan(rank(standing.status()));
      }
      standing = after;
    }
    return standing;
  }

  private static int rank(MessageStatus status) {
    return List.of(
            MessageStatus.ACCEPTED,
            MessageStatus.SENT,
            MessageStatus.DELIVERED,
            MessageStatus.READ,
            MessageStatus.FAILED)
        .indexOf(status);
  }

  private static StatusStory drawn(MessageStatus end) {
    Random random = new Random(1);
    StatusStory story = StatusStory.draw(random);
    while (story.end() != end) {
      story = StatusStory.draw(random);
    }
    return story;
  }
}
