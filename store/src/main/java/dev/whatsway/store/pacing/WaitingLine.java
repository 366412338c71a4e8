package dev.whatsway.store.pacing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who waits for a number, served in turns by campaign: a large one does not keep a small one. */
final class WaitingLine {

  /** In the order of their turns; none is empty. The gateway's messages are one campaign. */
  private final Map<Optional<UUID>, ArrayDeque<Waiter>> campaigns = new LinkedHashMap<>();

  private int size;

  void add(Waiter waiter) {
    campaigns.computeIfAbsent(campaign(waiter.ask()), key -> new ArrayDeque<>()).add(waiter);
    size++;
  }

  /** Returns the next in turn, who has left the line then; null where nobody waits. */
  @Nullable Waiter poll() {
    Iterator<Map.Entry<Optional<UUID>, ArrayDeque<Waiter>>> first = campaigns.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Map.Entry<Optional<UUID>, ArrayDeque<Waiter>> turn = first.next();
    first.remove();
    Waiter next = turn.getValue().remove();
    size--;
    if (!turn.getValue().isEmpty()) {
      campaigns.put(turn.getKey(), turn.getValue());
    }
    return next;
  }

  void remove(Waiter gone) {
    ArrayDeque<Waiter> waiters = campaigns.get(campaign(gone.ask()));
    if (waiters != null && waiters.removeIf(waiter -> waiter.turn() == gone.turn())) {
      size--;
      if (waiters.isEmpty()) {
        campaigns.remove(campaign(gone.ask()));
      }
    }
  }

  /** Takes out, from the front of each campaign, those to whom it applies. */
  List<Waiter> take(Predicate<Waiter> applies) {
    List<Waiter> taken = new ArrayList<>();
    for (ArrayDeque<Waiter> waiters : campaigns.values()) {
      while (!waiters.isEmpty() && applies.test(waiters.peek())) {
        taken.add(waiters.remove());
      }
    }
    campaigns.values().removeIf(ArrayDeque::isEmpty);
    size -= taken.size();
    return taken;
  }

  int size() {
    return size;
  }

  /** Returns how many would come before a new one of this campaign. */
  int ahead(Ask ask) {
    ArrayDeque<Waiter> own = campaigns.get(campaign(ask));
    int others = campaigns.size() - (own == null ? 0 : 1);
    int mine = own == null ? 0 : own.size();
    return Math.min(size, mine + others * (mine + 1));
  }

  private static Optional<UUID> campaign(Ask ask) {
    return Optional.ofNullable(ask.campaignId());
  }
}
