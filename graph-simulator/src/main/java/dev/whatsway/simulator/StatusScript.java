package dev.whatsway.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Plans the webhooks of one accepted message from its recipient's fate. What happens to a message
 * and when its webhook arrives are two times: a late webhook still carries the true timestamp.
 */
final class StatusScript {
  /** A webhook and after how many milliseconds from now it is due. */
  record Step(long delayMs, WebhookEvent event) {}

  private final Behaviour.Delays delays;
  private final ToLongFunction<Behaviour.Range> random;
  private final List<Step> steps = new ArrayList<>();
  private OptionalLong click = OptionalLong.empty();

  StatusScript(Behaviour.Delays delays, ToLongFunction<Behaviour.Range> random) {
    this.delays = delays;
    this.random = random;
  }

  /** Plans a message that fails after it was accepted. */
  List<Step> failed(Statuses statuses, Fate fate, String errorKey, long now) {
    boolean early = fate.disorder() == Fate.Disorder.BEFORE_ANSWER;
    long delay = held(fate) + (early ? 0 : random.applyAsLong(delays.failed()));
    add(fate, delay, statuses.failed(now + delay, errorKey));
    return steps;
  }

  /** Plans a message that goes out; {@code clickComponent} is empty where no click is told. */
  List<Step> sent(Statuses statuses, Fate fate, String clickComponent, long now) {
    if (fate.reach() == Fate.Reach.SILENT) {
      return steps;
    }
    boolean early = fate.disorder() == Fate.Disorder.BEFORE_ANSWER;
    long sent = held(fate) + (early ? 0 : random.applyAsLong(delays.sent()));
    boolean isDelivered = fate.reach() != Fate.Reach.NEVER_DELIVERED;
    long delivered = sent + (early ? 0 : random.applyAsLong(delays.delivered()));
    boolean swapped = isDelivered && fate.disorder() == Fate.Disorder.DELIVERED_FIRST;
    // A full second late, so that no batch puts the two back in order.
    add(fate, swapped ? delivered + 1000 : sent, statuses.sent(now + sent));
    if (!isDelivered) {
      return steps;
    }
    boolean told = fate.reach() != Fate.Reach.READ_WITHOUT_DELIVERED;
    if (told) {
      add(fate, delivered, statuses.delivered(now + delivered));
    }
    if (fate.reach() == Fate.Reach.NEVER_READ) {
      return steps;
    }
    long read = delivered + random.applyAsLong(delays.read());
    add(fate, read, statuses.read(now + read, !told));
    if (fate.click()) {
      long clicked = read + random.applyAsLong(delays.click());
      click = OptionalLong.of(clicked);
      if (!clickComponent.isEmpty()) {
        add(fate, clicked, statuses.click(now + clicked, clickComponent));
      }
    }
    if (fate.reply() != null) {
      long reply = read + random.applyAsLong(delays.reply());
      add(fate, reply, statuses.reply(now + reply, fate.reply()));
    }
    return steps;
  }

  /**
   * Returns after how many milliseconds the reader follows the link, whether that is told or not.
   */
  OptionalLong click() {
    return click;
  }

  private long held(Fate fate) {
    return fate.hold() == Fate.Hold.NONE ? 0 : random.applyAsLong(delays.held());
  }

  private void add(Fate fate, long delay, WebhookEvent event) {
    for (int copy = 0; copy < fate.copies(); copy++) {
      // Copies come in POSTs of their own, as Meta's repetitions do.
      steps.add(new Step(delay + copy * 300L, event));
    }
  }
}
