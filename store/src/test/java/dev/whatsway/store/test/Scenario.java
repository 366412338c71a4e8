package dev.whatsway.store.test;

import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.ChannelSecrets;
import dev.whatsway.store.channel.Channels;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts an account with a channel, a template and people into the tables. */
public final class Scenario {

  public static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  private static final AtomicLong PHONES = new AtomicLong(15_005_550_000L);

  private final JdbcClient jdbc;
  public final UUID account = UUID.randomUUID();
  public final UUID audience = UUID.randomUUID();
  public final UUID channel = UUID.randomUUID();
  private long members;

  public Scenario(JdbcClient jdbc) {
    this.jdbc = jdbc;
    insert("INSERT INTO accounts VALUES (:id, 'Test', :now)", Map.of("id", account));
    insert(
        """
        INSERT INTO audiences (id, account_id, name, status, created_at, updated_at)
        VALUES (:id, :account, 'People', 'ready', :now, :now)
        """,
        Map.of("id", audience, "account", account));
    template("APPROVED");
  }

  /** A channel without usable secrets, for tests that never call Meta. */
  public Scenario channel() {
    insert(
        """
        INSERT INTO channels (id, account_id, name, phone_number, phone_number_id, waba_id,
          access_token, app_secret, verify_token, mm_enabled, mm_rollout_percent, routing, fallback,
          unknown_policy, throughput, status, quality_rating, created_at, updated_at)
        VALUES (:id, :account, 'Shop', :phone, :phoneId, 'waba', '', '', '', true, 100, 'auto',
          'definite', 'give_up', 80, 'connected', 'GREEN', :now, :now)
        """,
        Map.of("id", channel, "account", account, "phone", phone(), "phoneId", channel.toString()));
    return this;
  }

  /** A channel that calls a Graph API, with its secrets sealed. */
  public Scenario channel(Channels channels, String graphUrl, String phoneNumberId, String token) {
    channels.insert(
        new Channel(
            channel,
            account,
            "Shop",
            phone(),
            phoneNumberId,
            "waba",
            graphUrl,
            true,
            100,
            "auto",
            "definite",
            UnknownPolicy.GIVE_UP,
            80,
            true,
            "connected",
            null,
            "GREEN",
            null,
            null,
            NOW,
            NOW),
        new ChannelSecrets(token, "secret", "verify"));
    return this;
  }

  /** Returns another channel of the account, without usable secrets. */
  public UUID anotherChannel(String wabaId) {
    UUID id = UUID.randomUUID();
    insert(
        """
        INSERT INTO channels (id, account_id, name, phone_number, phone_number_id, waba_id,
          access_token, app_secret, verify_token, mm_enabled, mm_rollout_percent, routing, fallback,
          unknown_policy, throughput, status, quality_rating, created_at, updated_at)
        VALUES (:id, :account, 'Other', :phone, :phoneId, :waba, '', '', '', true, 100, 'auto',
          'definite', 'give_up', 80, 'connected', 'GREEN', :now, :now)
        """,
        Map.of(
            "id",
            id,
            "account",
            account,
            "phone",
            phone(),
            "phoneId",
            id.toString(),
            "waba",
            wabaId));
    return id;
  }

  /** Returns a running campaign with channels of its own. */
  public UUID campaignThrough(UUID own, UUID... fallbacks) {
    UUID id = campaign("running");
    jdbc.sql("UPDATE campaigns SET channel_id = ?, fallback_channel_ids = ? WHERE id = ?")
        .params(own, fallbacks, id)
        .update();
    return id;
  }

  public UUID contact(String phone, @Nullable Instant optIn, @Nullable Instant optOut) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO contacts (id, account_id, phone, name, opt_in_at, opted_out_at, created_at,
              updated_at)
            VALUES (:id, :account, :phone, 'Ana', :in, :out, :now, :now)
            """)
        .param("id", id)
        .param("account", account)
        .param("phone", phone)
        .param("in", optIn == null ? null : optIn.atOffset(ZoneOffset.UTC))
        .param("out", optOut == null ? null : optOut.atOffset(ZoneOffset.UTC))
        .param("now", NOW.atOffset(ZoneOffset.UTC))
        .update();
    insert(
        "INSERT INTO audience_members VALUES (:audience, :ordinal, :contact, :line)",
        Map.of("audience", audience, "ordinal", members, "contact", id, "line", members + 2));
    members++;
    return id;
  }

  public UUID contact() {
    return contact(phone(), NOW, null);
  }

  public UUID campaign(String status) {
    UUID id = UUID.randomUUID();
    insert(
        """
        INSERT INTO campaigns (id, account_id, name, channel_id, audience_id, template_name,
          template_language, category, variables, timezone, misfire, tracking, message_ttl,
          unknown_deadline, status, created_at, updated_at)
        VALUES (:id, :account, 'Sale', :channel, :audience, 'sale', 'en', 'MARKETING',
          '{"1": "{{name}}"}', 'Europe/Madrid', 'send', 'message-workflow', 259200, 600, :status,
          :now, :now)
        """,
        Map.of(
            "id",
            id,
            "account",
            account,
            "channel",
            channel,
            "audience",
            audience,
            "status",
            status));
    return id;
  }

  /** Returns the id of a queued message to the contact. */
  public UUID message(UUID campaign, UUID contact) {
    UUID id = UUID.randomUUID();
    insert(
        """
        INSERT INTO messages (id, campaign_id, ordinal, contact_id, channel_id, recipient_number,
          message_type, template_name, template_language, variables, status, created_at, updated_at)
        SELECT :id, :campaign, (SELECT count(*) FROM messages WHERE campaign_id = :campaign), k.id,
          (SELECT channel_id FROM campaigns WHERE id = :campaign), k.phone, 'template', 'sale', 'en', '{"1": "Ana"}', 'queued', :now, :now
        FROM contacts k WHERE k.id = :contact
        """,
        Map.of("id", id, "campaign", campaign, "contact", contact));
    return id;
  }

  public void template(String status) {
    insert("DELETE FROM templates WHERE account_id = :account", Map.of("account", account));
    insert(
        """
        INSERT INTO templates VALUES (:id, :account, 'waba', 'sale', 'en', 'MARKETING', :status,
          'POSITIONAL', '[{"type": "BODY", "text": "Hello {{1}}, sale today."}]', :now, :now)
        """,
        Map.of("id", UUID.randomUUID(), "account", account, "status", status));
  }

  public static String phone() {
    return "+" + PHONES.incrementAndGet();
  }

  private void insert(String sql, Map<String, Object> values) {
    JdbcClient.StatementSpec statement = jdbc.sql(sql).params(values);
    if (sql.contains(":now")) {
      statement = statement.param("now", NOW.atOffset(ZoneOffset.UTC));
    }
    statement.update();
  }
}
