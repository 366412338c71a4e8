package dev.whatsway.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.chaos.ChaosPlan.Command;
import dev.whatsway.launcher.chaos.MetasBooks.LostAnswer;
import dev.whatsway.launcher.chaos.MetasBooks.Send;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each invariant, broken in the books: exactly its rows say so. */
class VerificationTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final FakeBooks books = new FakeBooks();

  @Test
  void books_that_agree_hold_everywhere() {
    books.taken(Person.READS, "read", NOON);
    books.taken(Person.NEVER_READS, "delivered", NOON);
    books.taken(Person.UNREACHABLE, "failed", NOON);
    books.untaken(Person.BLOCKED, "failed", "rejected", NOON);
    books.untaken(Person.NO_CONSENT, "skipped", null, NOON);

    assertThat(broken()).isEmpty();
  }

  @Test
  void a_message_without_an_outcome_is_a_lost_one() {
    books.untaken(Person.READS, "queued", null, NOON);
    books.close("completed", 0);

    assertThat(broken())
        .containsExactly(
            "campaigns closed, with every message accounted for",
            "messages planned, and accounted for");
  }

  @Test
  void a_campaign_that_does_not_end_is_named() {
    books.taken(Person.READS, "read", NOON);
    books.close("running", 1);

    assertThat(broken()).containsExactly("campaigns closed, with every message accounted for");
    assertThat(rows().get(0).examples()).containsExactly("campaign c (running)");
  }

  @Test
  void a_second_send_is_a_duplicate_and_not_taken_once() {
    String message = books.taken(Person.READS, "read", NOON);
    books.sends.add(books.sends.get(0));
    books.duplicates = 1;

    assertThat(broken())
        .containsExactly(
            "messages sent twice, by Meta's count",
            "messages in our books as taken, and taken once by Meta");
    assertThat(rows().get(3).examples()).containsExactly("message " + message);
  }

  @Test
  void a_send_by_an_attempt_that_is_not_ours_does_not_count() {
    books.taken(Person.READS, "read", NOON);
    Send send = books.sends.remove(0);
    books.sends.add(new Send(send.recipient(), send.at(), "another"));

    assertThat(broken()).containsExactly("messages in our books as taken, and taken once by Meta");
  }

  @Test
  void taken_in_our_books_alone_is_a_lie() {
    books.untaken(Person.READS, "accepted", "accepted", NOON);

    assertThat(broken()).containsExactly("messages in our books as taken, and taken once by Meta");
  }

  @Test
  void taken_by_meta_alone_is_a_silent_send() {
    books.taken(Person.READS, "canceled", NOON);

    assertThat(broken())
        .containsExactly(
            "messages that Meta took and our books call not taken",
            "messages whose status is the last that Meta told");
  }

  @Test
  void a_failure_needs_a_word_of_metas() {
    books.untaken(Person.READS, "failed", "rejected", NOON);

    assertThat(broken()).containsExactly("messages failed without a word of Meta's");
  }

  @Test
  void a_failed_webhook_fails_only_those_whom_it_was_sent_for() {
    books.taken(Person.READS, "failed", NOON);

    assertThat(broken())
        .containsExactly(
            "messages failed without a word of Meta's",
            "messages whose status is the last that Meta told");
  }

  @Test
  void a_send_to_nobody_of_ours_is_found() {
    books.sends.add(new Send("4915170999999", NOON, "a"));

    assertThat(broken()).containsExactly("sends that no message of ours stands for");
  }

  @Test
  void a_status_that_has_not_arrived_is_found() {
    books.taken(Person.READS, "delivered", NOON);

    assertThat(broken()).containsExactly("messages whose status is the last that Meta told");
  }

  @Test
  void an_unknown_message_needs_a_lost_answer_of_its_own_attempt() {
    books.untaken(Person.READS, "unknown", "unknown", NOON);
    assertThat(broken()).containsExactly("unknown messages, each by an injected fault");

    books.lost.add(new LostAnswer("attempt-of-another", "late"));
    assertThat(broken()).hasSize(1);

    books.lost.add(new LostAnswer("attempt 0", "late"));
    assertThat(broken()).isEmpty();
  }

  @Test
  void or_the_death_of_workers_or_postgres_during_the_call() {
    books.untaken(Person.READS, "unknown", "unknown", NOON);

    books.kills.add(new Kill(Target.API, NOON.plusMillis(20)));
    books.kills.add(new Kill(Target.WORKERS, NOON.plus(Unknown.AFTER)));
    books.kills.add(new Kill(Target.POSTGRES, NOON.minusSeconds(2)));
    assertThat(broken()).containsExactly("unknown messages, each by an injected fault");

    books.kills.add(new Kill(Target.WORKERS, NOON.plusMillis(20)));
    assertThat(broken()).isEmpty();
  }

  @Test
  void a_pause_is_silent_until_its_resume() {
    String message = books.taken(Person.READS, "read", NOON);

    books.silences.add(new Silence("c", Command.PAUSE, NOON.plusMillis(1), NOON.plusSeconds(9)));
    books.silences.add(new Silence("c", Command.PAUSE, NOON.minusSeconds(9), NOON));
    books.silences.add(
        new Silence("another", Command.PAUSE, NOON.minusSeconds(9), NOON.plusSeconds(9)));
    assertThat(broken()).isEmpty();

    books.silences.add(new Silence("c", Command.PAUSE, NOON.minusMillis(1), NOON.plusSeconds(9)));
    assertThat(broken()).containsExactly("sends between an acknowledged pause and its resume");
    assertThat(rows().get(8).examples()).containsExactly("message " + message);
  }

  @Test
  void a_cancel_is_silent_for_good() {
    books.taken(Person.READS, "read", NOON);
    books.silences.add(new Silence("c", Command.CANCEL, NOON.minusSeconds(3600), null));

    assertThat(broken()).containsExactly("sends after an acknowledged cancel");
  }

  @Test
  void webhooks_that_stay_and_logs_that_tell_are_found() {
    books.taken(Person.READS, "read", NOON);
    books.pendingWebhooks = 3;
    books.leaks.add("api.log, line 2: a phone number");

    assertThat(broken())
        .containsExactly(
            "webhooks that were never acknowledged", "phone numbers, secrets or texts in logs");
  }

  private List<String> broken() {
    return rows().stream().filter(row -> !row.ok()).map(Row::invariant).toList();
  }

  private List<Row> rows() {
    return Verification.of(books.evidence());
  }
}
