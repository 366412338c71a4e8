package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.Given;
import dev.whatsway.store.channel.SecretBox;
import dev.whatsway.store.gateway.KeptMessages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class KeptMessagesTest extends GatewayTest {

  private static final String SETTINGS = "/api/v1/settings/gateway";
  private static final String KEEP = "{\"routing\": \"auto\", \"keep_messages\": true}";

  @Autowired private SecretBox box;
  @Autowired private KeptMessagesUpkeep upkeep;

  @Test
  void keeps_nothing_unless_asked() {
    String number = channel();
    assertThat(api.get(SETTINGS).json().path("keep_messages").asBoolean()).isFalse();

    String id = sent(number, Given.number());

    assertThat(kept()).isZero();
    assertThat(shown(api, id).json().path("request").isNull()).isTrue();
  }

  @Test
  void keeps_what_is_sent_encrypted_and_shows_it_to_its_account() {
    assertThat(api.put(SETTINGS, KEEP).json().path("keep_messages").asBoolean()).isTrue();
    String number = channel();

    String id = sent(number, Given.number());

    assertThat(shown(api, id).json().path("request").path("text").path("body").asString())
        .isNotEmpty();
    assertThat(new String(sealed(id), StandardCharsets.ISO_8859_1)).doesNotContain("whatsapp");
    assertThat(shown(stranger(), id).status()).isEqualTo(404);
    assertThat(
            api.get("/api/v1/messages?limit=10")
                .json()
                .path("data")
                .path(0)
                .path("request")
                .isNull())
        .as("not in lists")
        .isTrue();
  }

  @Test
  void leaves_it_as_it_is_where_only_the_routing_is_set() {
    api.put(SETTINGS, KEEP);
    assertThat(
            api.put(SETTINGS, "{\"routing\": \"cloud_only\"}")
                .json()
                .path("keep_messages")
                .asBoolean())
        .isTrue();
  }

  @Test
  void a_repetition_with_its_key_keeps_nothing_twice() {
    api.put(SETTINGS, KEEP);
    String path = "/v23.0/" + channel() + "/messages";
    String body = text(Given.number());
    for (int time = 0; time < 2; time++) {
      assertThat(api.post(path, body, "Idempotency-Key", "once").status()).isEqualTo(200);
    }
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void what_was_refused_before_any_call_is_not_kept() {
    api.put(SETTINGS, KEEP);
    String number = channel();
    String person = Given.number();
    erase(person);

    assertThat(api.post("/v23.0/" + number + "/messages", text(person)).status()).isEqualTo(400);

    assertThat(kept()).isZero();
  }

  @Test
  void goes_with_the_erasure_of_the_person() {
    api.put(SETTINGS, KEEP);
    String person = Given.number();
    String id = sent(channel(), person);
    assertThat(kept()).isEqualTo(1);

    erase(person);

    assertThat(kept()).isZero();
    assertThat(shown(api, id).json().path("request").isNull()).isTrue();
  }

  @Test
  void is_forgotten_after_its_time() {
    api.put(SETTINGS, KEEP);
    String id = sent(channel(), Given.number());
    KeptMessages messages = new KeptMessages(jdbc, box);

    messages.forget(Instant.now().minus(Duration.ofDays(1)), 1_000);
    assertThat(messages.find(UUID.fromString(id))).isPresent();
    messages.forget(Instant.now().plus(Duration.ofDays(1)), 1_000);
    assertThat(messages.find(UUID.fromString(id))).isEqualTo(Optional.empty());
  }

  @Test
  void the_upkeep_forgets_what_is_older_than_thirty_days_and_no_more() {
    api.put(SETTINGS, KEEP);
    String number = channel();
    String old = sent(number, Given.number());
    String young = sent(number, Given.number());
    keptFor(old, Duration.ofDays(30).plusHours(1));
    keptFor(young, Duration.ofDays(30).minusHours(1));

    upkeep.forget();

    KeptMessages messages = new KeptMessages(jdbc, box);
    assertThat(messages.find(UUID.fromString(old))).isEmpty();
    assertThat(messages.find(UUID.fromString(young))).isPresent();
  }

  private void keptFor(String id, Duration age) {
    jdbc.sql("UPDATE gateway_bodies SET kept_at = now() - ?::interval WHERE message_id = ?")
        .param(age.toString())
        .param(UUID.fromString(id))
        .update();
  }

  private String sent(String number, String person) {
    Api.Answer answer = api.post("/v23.0/" + number + "/messages", text(person));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.header("X-WhatsWay-Message");
  }

  private void erase(String person) {
    assertThat(api.send(api.request("/api/v1/contacts/" + person).DELETE()).status())
        .isEqualTo(204);
  }

  private static Api.Answer shown(Api api, String id) {
    return api.get("/api/v1/messages/" + id);
  }

  private long kept() {
    return jdbc.sql(
            """
            SELECT count(*) FROM gateway_bodies b JOIN messages m ON m.id = b.message_id
            JOIN channels c ON c.id = m.channel_id WHERE c.account_id = ?
            """)
        .param(account)
        .query(Long.class)
        .single();
  }

  private byte[] sealed(String id) {
    return jdbc.sql("SELECT sealed FROM gateway_bodies WHERE message_id = ?")
        .param(UUID.fromString(id))
        .query(byte[].class)
        .single();
  }
}
