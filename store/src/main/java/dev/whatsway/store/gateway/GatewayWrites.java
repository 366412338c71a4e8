package dev.whatsway.store.gateway;

import dev.whatsway.contract.message.Route;
import dev.whatsway.store.NewId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the gateway's messages and their attempts. */
final class GatewayWrites {

  private final JdbcClient jdbc;

  GatewayWrites(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Stores a message with its first attempt, and its contact where it is somebody new.
   *
   * @param contactId null where the number has none, or the addressee has no number
   */
  void message(
      UUID messageId,
      UUID attemptId,
      GatewaySend send,
      Addressee addressee,
      @Nullable UUID contactId,
      Instant now) {
    boolean stranger = contactId == null && addressee.number();
    String person =
        stranger
            ? """
              INSERT INTO contacts AS k (id, account_id, phone, created_at, updated_at)
              VALUES (gen_random_uuid(), :account, :name, :now, :now)
              -- Somebody else may just have met them: then this returns their contact.
              ON CONFLICT (account_id, phone) DO UPDATE SET updated_at = k.updated_at
              RETURNING id
              """
            : "SELECT CAST(:contact AS uuid) AS id";
    JdbcClient.StatementSpec statement =
        jdbc.sql(
            """
            WITH person AS (%s),
              message AS (
                INSERT INTO messages (id, step, contact_id, channel_id, recipient_number,
                  also_recipients, message_type, template_name, template_language,
                  template_category, status, route, created_at, updated_at)
                SELECT :id, 'gateway', person.id, :channel, :name, :others, :type, :template,
                  :language, :category, 'queued', :route, :now, :now
                FROM person
                RETURNING id)
            INSERT INTO attempts (id, message_id, route, round, number, started_at)
            SELECT :attempt, message.id, :route, 1, 1, :now FROM message
            """
                .formatted(person));
    statement =
        stranger
            ? statement.param("account", send.accountId())
            : statement.param("contact", contactId);
    statement
        .param("id", messageId)
        .param("attempt", attemptId)
        .param("channel", send.channelId())
        .param("name", addressee.name())
        .param("others", addressee.others())
        .param("type", send.messageType())
        .param("template", send.templateName())
        .param("language", send.templateLanguage())
        .param("category", send.category())
        .param("route", send.route().wire())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Stores another attempt and returns its id. */
  UUID attempt(UUID messageId, Route route, Instant now) {
    UUID id = NewId.next();
    jdbc.sql(
            """
            INSERT INTO attempts (id, message_id, route, round, number, started_at)
            SELECT :id, :message, :route, 1, 1 + count(*), :now
            FROM attempts WHERE message_id = :message AND route = :route
            """)
        .param("id", id)
        .param("message", messageId)
        .param("route", route.wire())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    return id;
  }
}
