package dev.whatsway.workers.replay;

import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what happened, and leaves out what a reader can do without: that something began, where
 * its end is told next, and each of many alike.
 */
final class Chronicle {

  /** More than this in a row are told as one. */
  private static final int ALIKE = 4;

  private final List<Entry> entries = new ArrayList<>();
  private @Nullable Instant start;
  private String news = "";

  /**
   * @param begins the thing that this tells the begin of, null for none
   * @param ends the thing that this tells the end of, null for none
   * @param kind what entries that may be told as one have in common, null for none
   */
  private record Entry(
      Decision decision,
      @Nullable String begins,
      @Nullable String ends,
      @Nullable String kind,
      String item) {}

  void tell(HistoryEvent event, String words) {
    add(event, words, null, null, null, "");
  }

  void begin(HistoryEvent event, String thing, String words) {
    add(event, words, thing, null, null, "");
  }

  void end(HistoryEvent event, String thing, String words) {
    add(event, words, null, thing, null, "");
  }

  /** Tells something that may come many times in a row. */
  void tellAlike(HistoryEvent event, String kind, String item, String words) {
    add(event, words, null, null, kind, item);
  }

  /** Notes what came from outside, which may be the reason of what the workflow decides next. */
  void news(String words) {
    news = words;
  }

  /** Returns what came from outside last; empty for nothing yet. */
  String latestNews() {
    return news;
  }

  List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    for (int index = 0; index < entries.size(); ) {
      Entry entry = entries.get(index);
      int alike = alikeFrom(index);
      if (alike > ALIKE) {
        decisions.add(together(entry, entries.get(index + alike - 1), alike));
        index += alike;
      } else {
        if (!endsNext(index)) {
          decisions.add(entry.decision());
        }
        index++;
      }
    }
    return decisions;
  }

  private void add(
      HistoryEvent event,
      String words,
      @Nullable String begins,
      @Nullable String ends,
      @Nullable String kind,
      String item) {
    Instant at = Plain.instant(event.getEventTime());
    if (start == null) {
      start = at;
    }
    Decision decision =
        new Decision(event.getEventId(), at, Duration.between(start, at), Plain.oneLine(words));
    entries.add(new Entry(decision, begins, ends, kind, item));
  }

  private int alikeFrom(int first) {
    String kind = entries.get(first).kind();
    int after = first + 1;
    while (kind != null && after < entries.size() && kind.equals(entries.get(after).kind())) {
      after++;
    }
    return after - first;
  }

  private boolean endsNext(int index) {
    String thing = entries.get(index).begins();
    return thing != null
        && index + 1 < entries.size()
        && thing.equals(entries.get(index + 1).ends());
  }

  private static Decision together(Entry first, Entry last, int count) {
    Decision told = first.decision();
    return new Decision(
        told.eventId(),
        told.at(),
        told.since(),
        "%s: %d, from %s to %s".formatted(first.kind(), count, first.item(), last.item()));
  }
}
