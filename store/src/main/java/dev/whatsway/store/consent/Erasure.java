package dev.whatsway.store.consent;

import dev.whatsway.store.channel.StopBarrier;
import dev.whatsway.store.contact.PhoneTwins;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes what is known of a person and keeps what was counted of them. Five transactions, each of
 * which may be repeated:
 *
 * <ol>
 *   <li>The number is suppressed and its contact marked. From here on nothing is sent to it, and
 *       nothing of it is planned: a plan locks the contacts it inserts messages for, so it has
 *       either committed before, or sees the mark.
 *   <li>The gateway's messages to somebody else, whose number may also be read as this one, lose
 *       it.
 *   <li>Messages and attempts, then the inbox, then consents and windows lose the person. The
 *       messages' wamids go as well, because they hold the number in base64; what stands instead
 *       keeps the answer of a call that is under way from bringing the real one back.
 *   <li>Journeys lose what events told and what was frozen of the person, and those under way look
 *       again, so that they end.
 *   <li>The contact loses the number, by which a repetition would have found it.
 * </ol>
 *
 * In one transaction it would hold the contact while it waits for messages, which an outcome that
 * is being recorded does the other way round.
 */
@Repository
public class Erasure {

  /** What stands for the number in a message. */
  public static final String ERASED = "erased";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final StopBarrier barrier;
  private final Suppressions suppressions;
  private final Clock clock;

  public Erasure(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Suppressions suppressions,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.barrier = new StopBarrier(jdbc);
    this.suppressions = suppressions;
    this.clock = clock;
  }

  /**
   * Erases the person with this number, whether known or not. Call it outside of a transaction.
   *
   * @param phone E.164 with its plus sign
   */
  public void erase(UUID accountId, String phone) {
    String[] phones = PhoneTwins.of(phone).toArray(String[]::new);
    UUID[] contacts = suppress(accountId, phone, phones);
    transaction.executeWithoutResult(status -> eraseReadings(accountId, phones, contacts));
    transaction.executeWithoutResult(status -> eraseMessages(accountId, phones, contacts));
    // By itself: a dispatcher holds a page of events while it waits for their messages.
    transaction.executeWithoutResult(status -> eraseInbox(accountId, phones));
    transaction.executeWithoutResult(status -> eraseBeside(accountId, phones, contacts));
    transaction.executeWithoutResult(status -> eraseJourneys(contacts));
    forgetContacts(contacts);
  }

  private UUID[] suppress(UUID accountId, String phone, String[] phones) {
    List<UUID> contacts =
        transaction.execute(
            status -> {
              barrier.closed();
              suppressions.insertErased(accountId, phone);
              // FOR UPDATE, which waits for plans: a plain update does not touch the key.
              List<UUID> found =
                  jdbc.sql(
                          """
                          SELECT id FROM contacts WHERE account_id = :account AND phone = ANY (:phones)
                          ORDER BY phone FOR UPDATE
                          """)
                      .param("account", accountId)
                      .param("phones", phones)
                      .query(UUID.class)
                      .list();
              jdbc.sql(
                      "UPDATE contacts SET erased_at = COALESCE(erased_at, :now) WHERE id = ANY (:ids)")
                  .param("now", now())
                  .param("ids", found.toArray(UUID[]::new))
                  .update();
              return found;
            });
    return contacts == null ? new UUID[0] : contacts.toArray(UUID[]::new);
  }

  /**
   * A mark stands instead, so that a message whose first route is under way takes no other one: it
   * may reach the person. What was kept of it holds the name as the client wrote it, and goes.
   */
  private void eraseReadings(UUID accountId, String[] phones, UUID[] contacts) {
    jdbc.sql(
            """
            WITH names AS (
                SELECT unnest(:phones::text[]) AS name UNION
                SELECT user_id FROM identities WHERE account_id = :account AND phone = ANY (:phones)),
              touched AS (
                SELECT m.id FROM messages m
                JOIN channels h ON h.id = m.channel_id AND h.account_id = :account
                WHERE m.also_recipients && (SELECT array_agg(name) FROM names)
                  AND m.contact_id <> ALL (:contacts)
                ORDER BY m.id FOR UPDATE OF m),
              unkept AS (
                DELETE FROM gateway_bodies WHERE message_id IN (SELECT id FROM touched))
            UPDATE messages m SET updated_at = :now, also_recipients = ARRAY(
              SELECT CASE WHEN o.name IN (SELECT name FROM names) THEN 'erased' ELSE o.name END
              FROM unnest(m.also_recipients) WITH ORDINALITY AS o (name, place) ORDER BY o.place)
            FROM touched WHERE m.id = touched.id
            """)
        .param("phones", phones)
        .param("account", accountId)
        .param("contacts", contacts)
        .param("now", now())
        .update();
  }

  /** Messages before attempts, sorted, as claims, outcomes and webhooks do. */
  private void eraseMessages(UUID accountId, String[] phones, UUID[] contacts) {
    UUID[] messages =
        jdbc.sql(
                """
                SELECT id FROM messages WHERE id IN (
                  SELECT id FROM messages WHERE contact_id = ANY (:contacts)
                  UNION ALL
                  SELECT m.id FROM messages m
                  JOIN channels h ON h.id = m.channel_id AND h.account_id = :account
                  WHERE m.contact_id IS NULL AND m.recipient_number IN (
                    SELECT unnest(:phones::text[]) UNION ALL
                    SELECT user_id FROM identities
                    WHERE account_id = :account AND phone = ANY (:phones)))
                ORDER BY id FOR UPDATE
                """)
            .param("contacts", contacts)
            .param("account", accountId)
            .param("phones", phones)
            .query(UUID.class)
            .list()
            .toArray(UUID[]::new);
    // A call that is under way must not bring its wamid: it finds one. Nor can it tell its route
    // then.
    jdbc.sql(
            """
            UPDATE messages m SET recipient_number = 'erased', also_recipients = NULL, variables = '{}',
              link_target = NULL,
              error_details = NULL,
              wamid = CASE WHEN m.wamid IS NOT NULL OR open.route IS NOT NULL THEN 'erased:' || m.id END,
              route = COALESCE(m.route, open.route), conversation_id = NULL, updated_at = :now
            FROM unnest(:messages) AS e (id)
            LEFT JOIN LATERAL (
              SELECT a.route FROM attempts a
              WHERE a.message_id = e.id AND (a.outcome IS NULL OR a.outcome = 'unknown')
              ORDER BY a.started_at DESC LIMIT 1) AS open ON true
            WHERE m.id = e.id
            """)
        .param("messages", messages)
        .param("now", now())
        .update();
    jdbc.sql(
            """
            UPDATE attempts SET error_details = NULL,
              wamid = CASE WHEN wamid IS NOT NULL OR outcome IS NULL OR outcome = 'unknown'
                THEN 'erased:' || id END
            WHERE message_id = ANY (:messages)
            """)
        .param("messages", messages)
        .update();
    jdbc.sql("DELETE FROM gateway_bodies WHERE message_id = ANY (:messages)")
        .param("messages", messages)
        .update();
    // The mark keeps the answer of a call that is under way from being stored.
    jdbc.sql(
            "UPDATE gateway_requests SET body = NULL, erased = true WHERE message_id = ANY (:messages)")
        .param("messages", messages)
        .update();
  }

  /** The rows stay, since their keys turn away repetitions; nothing that waits takes effect. */
  private void eraseInbox(UUID accountId, String[] phones) {
    String[] userIds =
        jdbc.sql(
                "SELECT user_id FROM identities WHERE account_id = :account AND phone = ANY (:phones)")
            .param("account", accountId)
            .param("phones", phones)
            .query(String.class)
            .list()
            .toArray(String[]::new);
    String[] persons =
        Stream.concat(Arrays.stream(phones).map(p -> p.substring(1)), Arrays.stream(userIds))
            .toArray(String[]::new);
    jdbc.sql(
            """
            UPDATE inbox SET payload = '{"erased": true}', state = 'done', error = NULL
            WHERE id IN (
              SELECT id FROM inbox WHERE inbox_person(payload) = ANY (:persons)
                AND phone_number_id IN (SELECT phone_number_id FROM channels WHERE account_id = :account)
              ORDER BY id FOR UPDATE)
            """)
        .param("persons", persons)
        .param("account", accountId)
        .update();
  }

  private void eraseBeside(UUID accountId, String[] phones, UUID[] contacts) {
    for (String table :
        List.of("consents", "service_windows", "contact_channels", "contact_frequency")) {
      jdbc.sql("DELETE FROM " + table + " WHERE contact_id = ANY (:contacts)")
          .param("contacts", contacts)
          .update();
    }
    jdbc.sql("DELETE FROM identities WHERE account_id = :account AND phone = ANY (:phones)")
        .param("account", accountId)
        .param("phones", phones)
        .update();
  }

  private void eraseJourneys(UUID[] contacts) {
    jdbc.sql(
            """
            UPDATE journeys SET event = '{}', frozen = NULL, why = NULL, next_at = NULL
            WHERE (campaign_id, ordinal) IN (
              SELECT campaign_id, ordinal FROM journeys WHERE contact_id = ANY (:contacts)
              ORDER BY campaign_id, ordinal FOR UPDATE)
            """)
        .param("contacts", contacts)
        .update();
    jdbc.sql("UPDATE journey_orders SET reason = NULL WHERE contact_id = ANY (:contacts)")
        .param("contacts", contacts)
        .update();
    jdbc.sql(
            """
            INSERT INTO journey_signals (campaign_id, contact_id, kind, due_at)
            SELECT campaign_id, contact_id, 'recheck', :now FROM journeys
            WHERE contact_id = ANY (:contacts) AND status = 'active'
            """)
        .param("contacts", contacts)
        .param("now", now())
        .update();
  }

  private void forgetContacts(UUID[] contacts) {
    jdbc.sql(
            """
            UPDATE contacts SET phone = 'erased:' || id, name = NULL, country = NULL, timezone = NULL,
              locale = NULL, attributes = '{}', opt_in_at = NULL, opt_in_source = NULL,
              opted_out_at = NULL, updated_at = :now
            WHERE id = ANY (:contacts)
            """)
        .param("contacts", contacts)
        .param("now", now())
        .update();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
