package dev.whatsway.launcher.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Everything that will go wrong, drawn before anything starts: the same seed and length give the
 * same plan on every machine. What a kill then hits still differs from run to run.
 *
 * @param phases without gaps from the start to the end
 * @param strikes in order of time
 * @param orders what the campaigns' owner does meanwhile, in order of time
 */
record ChaosPlan(Duration length, List<Phase> phases, List<Strike> strikes, List<Order> orders) {

  private static final Range PHASE = new Range(10_000, 30_000);
  private static final Range BETWEEN_STRIKES = new Range(8_000, 25_000);
  private static final Range BETWEEN_ORDERS = new Range(12_000, 30_000);
  private static final Range PAUSE = new Range(4_000, 12_000);

  /** From {@code from} to {@code until} after the start, calls and webhooks suffer these faults. */
  record Phase(Duration from, Duration until, SendFault sends, WebhookFault webhooks) {

    String title() {
      return sends.title() + ", " + webhooks.title();
    }
  }

  /**
   * One SIGKILL.
   *
   * @param candidates all targets; the first that serves is killed, as one that is on its way up
   *     has been killed a moment ago
   */
  record Strike(Duration at, List<Target> candidates) {}

  /**
   * What the owner of the campaigns orders.
   *
   * @param hold how long a pause lasts; zero for a cancel
   */
  record Order(Duration at, Command command, Duration hold) {}

  enum Command {
    PAUSE,
    CANCEL
  }

  static ChaosPlan draw(long seed, Duration length) {
    // A stream of its own for each, so that a change to one kind leaves the others as they were.
    return new ChaosPlan(
        length,
        phases(new Random(seed), length),
        strikes(new Random(seed + 1), length),
        orders(new Random(seed + 2), length));
  }

  private static List<Phase> phases(Random random, Duration length) {
    Deck<SendFault> sends = new Deck<>(SendFault.values(), random);
    Deck<WebhookFault> webhooks = new Deck<>(WebhookFault.values(), random);
    List<Phase> phases = new ArrayList<>();
    Duration from = Duration.ZERO;
    while (from.compareTo(length) < 0) {
      Duration until = earlier(from.plus(PHASE.draw(random)), length);
      phases.add(new Phase(from, until, sends.next(), webhooks.next()));
      from = until;
    }
    return List.copyOf(phases);
  }

  private static List<Strike> strikes(Random random, Duration length) {
    List<Strike> strikes = new ArrayList<>();
    Duration at = BETWEEN_STRIKES.draw(random);
    while (at.compareTo(length) < 0) {
      strikes.add(new Strike(at, candidates(random)));
      at = at.plus(BETWEEN_STRIKES.draw(random));
    }
    return List.copyOf(strikes);
  }

  /** Draws all targets by their weights, without putting any back. */
  private static List<Target> candidates(Random random) {
    List<Target> left = new ArrayList<>(List.of(Target.values()));
    List<Target> drawn = new ArrayList<>();
    while (!left.isEmpty()) {
      int ticket = random.nextInt(left.stream().mapToInt(Target::weight).sum());
      int index = 0;
      while (ticket >= left.get(index).weight()) {
        ticket -= left.get(index).weight();
        index++;
      }
      drawn.add(left.remove(index));
    }
    return List.copyOf(drawn);
  }

  /** Pauses, and as the first order of the second half one cancel. */
  private static List<Order> orders(Random random, Duration length) {
    List<Order> orders = new ArrayList<>();
    boolean canceled = false;
    Duration at = BETWEEN_ORDERS.draw(random);
    while (at.compareTo(length) < 0) {
      if (!canceled && at.multipliedBy(2).compareTo(length) > 0) {
        canceled = true;
        orders.add(new Order(at, Command.CANCEL, Duration.ZERO));
      } else {
        orders.add(new Order(at, Command.PAUSE, PAUSE.draw(random)));
      }
      at = at.plus(BETWEEN_ORDERS.draw(random));
    }
    return List.copyOf(orders);
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Milliseconds, both ends included. */
  private record Range(int from, int to) {

    Duration draw(Random random) {
      return Duration.ofMillis(from + random.nextInt(to - from + 1));
    }
  }

  /** Deals every value once before any comes again. */
  private static final class Deck<T> {

    private final List<T> values;
    private final Random random;
    private final Deque<T> left = new ArrayDeque<>();

    Deck(T[] values, Random random) {
      this.values = new ArrayList<>(Arrays.asList(values));
      this.random = random;
    }

    T next() {
      if (left.isEmpty()) {
        Collections.shuffle(values, random);
        left.addAll(values);
      }
      return left.removeFirst();
    }
  }
}
