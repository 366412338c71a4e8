package dev.whatsway.store.contact;

import dev.whatsway.store.channel.StopBarrier;
import dev.whatsway.store.contact.Word.By;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people say about marketing messages: the contact's current state and the history of it,
 * written together. The import does the same for whole files.
 *
 * <p>An opt-out counts from its commit on: it waits for the claims under way ({@link StopBarrier}),
 * and every later claim sees it. Call these methods outside of a transaction.
 */
@Repository
public class MarketingPreferences {

  /** Adds to the history of the contacts that a statement before has returned as {@code person}. */
  private static final String HISTORY =
      """
      INSERT INTO consents (id, account_id, contact_id, kind, source, recorded_by, proof, at, recorded_at)
      SELECT gen_random_uuid(), person.account_id, person.id, :kind, :source, :by, :proof, :at, :now
      FROM person
      ON CONFLICT (contact_id, kind, recorded_by, at) DO NOTHING
      """;

  /** Also of somebody who is no contact yet: they may be in the next import. */
  private static final String OPT_OUT =
      """
      WITH person AS (
        INSERT INTO contacts AS k (id, account_id, phone, opted_out_at, created_at, updated_at)
        SELECT gen_random_uuid(), :account, p.phone, :at, :now, :now
        FROM unnest(:phones) AS p (phone) ORDER BY p.phone
        ON CONFLICT (account_id, phone) DO UPDATE SET
          opted_out_at = GREATEST(k.opted_out_at, excluded.opted_out_at), updated_at = :now
        RETURNING id, account_id)
      """
          + HISTORY;

  private static final String OPT_OUT_OF_RECIPIENTS =
      """
      WITH person AS (
        UPDATE contacts k SET opted_out_at = GREATEST(k.opted_out_at, :at), updated_at = :now
        WHERE k.erased_at IS NULL AND k.id IN (SELECT m.contact_id FROM messages m %s)
        RETURNING id, account_id)
      """
          + HISTORY;

  private static final String OPT_IN =
      """
      WITH person AS (
        INSERT INTO contacts AS k (id, account_id, phone, opt_in_at, opt_in_source, created_at, updated_at)
        VALUES (gen_random_uuid(), :account, :phone, :at, :source, :now, :now)
        ON CONFLICT (account_id, phone) DO UPDATE SET
          opt_in_source = CASE WHEN k.opt_in_at >= excluded.opt_in_at THEN k.opt_in_source ELSE excluded.opt_in_source END,
          opt_in_at = GREATEST(k.opt_in_at, excluded.opt_in_at), updated_at = :now
        RETURNING id, account_id)
      """
          + HISTORY;

  private static final String OPT_IN_AGAIN =
      """
      WITH person AS (
        UPDATE contacts k SET opt_in_at = :at, opt_in_source = :source, updated_at = :now
        WHERE k.account_id = :account AND k.phone = ANY (:phones) AND k.opted_out_at < :at
          AND (k.opt_in_at IS NULL OR k.opt_in_at < :at)
        RETURNING id, account_id)
      """
          + HISTORY;

  private static final Duration SECOND = Duration.ofMillis(999);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final StopBarrier barrier;
  private final Clock clock;

  public MarketingPreferences(
      JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.barrier = new StopBarrier(jdbc);
    this.clock = clock;
  }

  /**
   * Stores that somebody wants no marketing messages.
   *
   * @param phone E.164 with its plus sign
   */
  public void optOut(UUID accountId, String phone, Word word) {
    String[] phones = PhoneTwins.of(phone).toArray(String[]::new);
    Runnable write =
        () ->
            said(jdbc.sql(OPT_OUT), "opt_out", word)
                .param("account", accountId)
                .param("phones", phones)
                .update();
    if (!repeated(accountId, phones, write)) {
      closed(write);
    }
  }

  /**
   * Somebody who says stop again and again must not hold up everybody's claims. While the contacts
   * are locked nobody opts them in, so that for a claim nothing changes.
   */
  private boolean repeated(UUID accountId, String[] phones, Runnable write) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              List<Boolean> optedOut =
                  jdbc.sql(
                          """
                          SELECT COALESCE(opted_out_at >= COALESCE(opt_in_at, '-infinity'), false)
                          FROM contacts WHERE account_id = :account AND phone = ANY (:phones)
                          ORDER BY phone FOR NO KEY UPDATE
                          """)
                      .param("account", accountId)
                      .param("phones", phones)
                      .query(Boolean.class)
                      .list();
              boolean all = optedOut.size() == phones.length && !optedOut.contains(false);
              if (all) {
                write.run();
              }
              return all;
            }));
  }

  /** Stores that the recipient of a message has stopped marketing messages, as a webhook told. */
  public void stop(UUID messageId, Instant at) {
    stopRecipients("WHERE m.id = :key", messageId, at);
  }

  /**
   * Stores that Meta refused these attempts because their recipients stopped marketing messages.
   */
  public void stopAttempts(Collection<UUID> attemptIds, Instant at) {
    stopRecipients(
        "JOIN attempts a ON a.message_id = m.id WHERE a.id = ANY (:key)",
        attemptIds.toArray(UUID[]::new),
        at);
  }

  private void stopRecipients(String which, Object key, Instant at) {
    Word word = new Word(By.REFUSAL, "Meta's code 131050", null, at);
    closed(
        () -> {
          said(jdbc.sql(OPT_OUT_OF_RECIPIENTS.formatted(which)), "opt_out", word)
              .param("key", key)
              .update();
          twins(which, key, word);
          unmet(which, key, word);
        });
  }

  /**
   * Of recipients whose number nobody had told, by the BSUID that the client of the gateway gave.
   * Where a webhook has told it since, nobody asks the BSUID any more: the number is opted out.
   */
  private void unmet(String which, Object key, Word word) {
    jdbc.sql(
            """
            WITH stopped AS (
              INSERT INTO identities AS i (account_id, user_id, stopped_at, updated_at)
              SELECT DISTINCT h.account_id, m.recipient_number, CAST(:at AS timestamptz),
                CAST(:now AS timestamptz)
              FROM messages m JOIN channels h ON h.id = m.channel_id %s
                AND m.contact_id IS NULL AND m.recipient_number <> 'erased'
              ON CONFLICT (account_id, user_id) DO UPDATE SET
                stopped_at = GREATEST(i.stopped_at, excluded.stopped_at), updated_at = excluded.updated_at
              RETURNING i.account_id, i.phone)
            SELECT DISTINCT account_id, phone FROM stopped WHERE phone IS NOT NULL ORDER BY phone
            """
                .formatted(which))
        .param("key", key)
        .param("at", time(word.at()))
        .param("now", time(clock.instant()))
        .query((row, number) -> new Person(row.getObject(1, UUID.class), row.getString(2)))
        .list()
        .forEach(person -> optOut(person, PhoneTwins.of(person.phone), word));
  }

  /** The other form of the recipients' numbers, where they have one. */
  private void twins(String which, Object key, Word word) {
    jdbc.sql(
            """
            SELECT DISTINCT k.account_id, k.phone FROM contacts k
            WHERE k.erased_at IS NULL AND k.id IN (SELECT m.contact_id FROM messages m %s)
            ORDER BY k.phone
            """
                .formatted(which))
        .param("key", key)
        .query((row, number) -> new Person(row.getObject(1, UUID.class), row.getString(2)))
        .list()
        .forEach(
            person -> {
              List<String> forms = PhoneTwins.of(person.phone);
              if (forms.size() > 1) {
                optOut(person, forms, word);
              }
            });
  }

  private void optOut(Person person, List<String> forms, Word word) {
    said(jdbc.sql(OPT_OUT), "opt_out", word)
        .param("account", person.accountId)
        .param("phones", forms.toArray(String[]::new))
        .update();
  }

  private record Person(UUID accountId, String phone) {}

  /**
   * Stores that somebody agrees to marketing messages. It takes effect where it is later than their
   * latest opt-out.
   */
  public void optIn(UUID accountId, String phone, Word word) {
    said(jdbc.sql(OPT_IN), "opt_in", word)
        .param("account", accountId)
        .param("phone", phone)
        .update();
  }

  /**
   * Stores that somebody who had opted out wants marketing messages again; of anybody else,
   * nothing.
   */
  public void optInAgain(UUID accountId, String phone, Word word) {
    said(jdbc.sql(OPT_IN_AGAIN), "opt_in", word)
        .param("account", accountId)
        .param("phones", PhoneTwins.of(phone).toArray(String[]::new))
        .update();
  }

  private void closed(Runnable write) {
    transaction.executeWithoutResult(
        status -> {
          barrier.closed();
          write.run();
        });
  }

  /**
   * Nothing was said in the future, whatever another clock says: it would beat later words. Meta
   * tells whole seconds: within one, an opt-out is the last word.
   */
  private JdbcClient.StatementSpec said(
      JdbcClient.StatementSpec statement, String kind, Word word) {
    Instant now = clock.instant();
    Instant at =
        kind.equals("opt_out") && word.at().getNano() == 0 ? word.at().plus(SECOND) : word.at();
    return statement
        .param("kind", kind)
        .param("source", word.source())
        .param("by", word.by().wire())
        .param("proof", word.proof())
        .param("at", time(at.isAfter(now.plus(SECOND)) ? now : at))
        .param("now", time(now));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
