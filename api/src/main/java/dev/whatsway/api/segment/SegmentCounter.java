package dev.whatsway.api.segment;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.condition.Verdict;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.segment.ContactFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Counts a segment by pages of contacts, within limits of rows and time. */
@Component
class SegmentCounter {

  private static final Limits LIMITS = new Limits(1_000_000, Duration.ofSeconds(20));
  private static final int PAGE = 1_000;

  /** A count reads for many seconds: more of them would hold up whoever sends. */
  private static final int AT_ONCE = 2;

  private final Contacts contacts;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);

  SegmentCounter(Contacts contacts, Clock clock) {
    this.contacts = contacts;
    this.clock = clock;
  }

  /** How far a count goes. */
  record Limits(long rows, Duration time) {}

  /**
   * @throws ApiException when as many counts as may be are under way
   */
  SegmentCount count(UUID accountId, Condition condition) {
    if (!places.tryAcquire()) {
      throw new ApiException(
          ProblemKind.UNAVAILABLE,
          "As many segments are being counted as may be at once; repeat the request in a minute.");
    }
    try {
      return count(accountId, condition, LIMITS);
    } finally {
      places.release();
    }
  }

  SegmentCount count(UUID accountId, Condition condition, Limits limits) {
    long begin = System.nanoTime();
    Instant now = clock.instant();
    UUID after = Contacts.FIRST;
    long counted = 0;
    long matched = 0;
    long optedIn = 0;
    long undecided = 0;
    while (true) {
      List<Contact> page = contacts.page(accountId, after, PAGE);
      if (page.isEmpty()) {
        return new SegmentCount(true, counted, matched, optedIn, undecided);
      }
      for (Contact contact : page) {
        if (counted == limits.rows() || System.nanoTime() - begin > limits.time().toNanos()) {
          return new SegmentCount(false, counted, matched, optedIn, undecided);
        }
        Verdict verdict = condition.test(ContactFacts.of(contact, condition, now));
        counted++;
        undecided += verdict.undecided() ? 1 : 0;
        matched += verdict.matches() ? 1 : 0;
        optedIn += verdict.matches() && contact.optedIn() ? 1 : 0;
        after = contact.id();
      }
    }
  }
}
