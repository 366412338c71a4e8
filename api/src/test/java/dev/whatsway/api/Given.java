package dev.whatsway.api;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tests start from: made over the API where it can be, else in SQL. */
public final class Given {

  private static final AtomicLong NUMBERS = new AtomicLong(15112000000L);

  private final Api api;
  private final JdbcClient jdbc;

  public Given(Api api, JdbcClient jdbc) {
    this.api = api;
    this.jdbc = jdbc;
  }

  public static String number() {
    return "+49" + NUMBERS.incrementAndGet();
  }

  public static String channelJson(String number, String more) {
    return """
        {"name": "Support DE", "phone_number": "%s", "phone_number_id": "%s",
         "waba_id": "102290129340398", "access_token": "EAAG-secret-token",
         "app_secret": "app-secret-value", "verify_token": "verify-value"%s}
        """
        .formatted(number, number.substring(1), more);
  }

  public UUID channel() {
    return ok(api.post("/api/v1/channels", channelJson(number(), "")));
  }

  public UUID audience() {
    return ok(
        api.csv(
            "/api/v1/audiences?name=people&consent_source=form",
            "phone,name\n" + number() + ",Ann\n" + number() + ",Bob\n"));
  }

  public UUID template(UUID channel) {
    return ok(
        api.post(
            "/api/v1/templates",
            """
            {"name": "spring_sale", "language": "en_US", "category": "MARKETING",
             "channel_id": "%s",
             "components": [{"type": "BODY", "text": "Hi {{1}}, come and see!"}]}
            """
                .formatted(channel)));
  }

  /** A template with as many variables as asked for. */
  public UUID template(UUID channel, String name, String category, int variables) {
    StringBuilder text = new StringBuilder("Hello");
    for (int i = 1; i <= variables; i++) {
      text.append(" {{").append(i).append("}}");
    }
    return ok(
        api.post(
            "/api/v1/templates",
            """
            {"name": "%s", "language": "en_US", "category": "%s", "channel_id": "%s",
             "components": [{"type": "BODY", "text": "%s!"}]}
            """
                .formatted(name, category, channel, text)));
  }

  public static String campaignJson(UUID channel, UUID audience, String more) {
    return """
        {"name": "Spring sale", "channel_id": "%s", "audience_id": "%s",
         "template": {"name": "spring_sale", "language": "en_US"},
         "variables": {"1": "{{name}}"}%s}
        """
        .formatted(channel, audience, more);
  }

  public UUID campaign() {
    UUID channel = channel();
    template(channel);
    return ok(api.post("/api/v1/campaigns", campaignJson(channel, audience(), "")));
  }

  /** A message of the campaign, with the columns given as {@code column = value} in SQL. */
  public UUID message(UUID campaign, long ordinal, String status, String... columns) {
    UUID id = UUID.randomUUID();
    UUID contact = UUID.randomUUID();
    String phone = number();
    jdbc.sql(
            """
            INSERT INTO contacts (id, account_id, phone, created_at, updated_at)
            SELECT ?, account_id, ?, now(), now() FROM campaigns WHERE id = ?
            """)
        .params(contact, phone, campaign)
        .update();
    jdbc.sql(
            """
            INSERT INTO messages (id, campaign_id, ordinal, contact_id, channel_id,
              recipient_number, message_type, template_name, template_language, status,
              skip_reason, created_at, updated_at)
            SELECT ?, c.id, ?, ?, c.channel_id, ?, 'template', c.template_name,
              c.template_language, ?, CASE WHEN ? = 'skipped' THEN 'no-consent' END,
              '2026-11-24T10:00:00Z', '2026-11-24T10:00:00Z'
            FROM campaigns c WHERE c.id = ?
            """)
        .params(
            id,
            ordinal,
            contact,
            phone,
            status.equals("skipped") ? status : "queued",
            status,
            campaign)
        .update();
    String set = columns.length == 0 ? "" : ", " + String.join(", ", columns);
    jdbc.sql("UPDATE messages SET status = ?" + set + " WHERE id = ?").params(status, id).update();
    return id;
  }

  private static UUID ok(Api.Answer answer) {
    if (answer.status() != 201) {
      throw new AssertionError(answer.toString());
    }
    return answer.id();
  }
}
