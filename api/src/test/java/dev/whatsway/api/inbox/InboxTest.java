package dev.whatsway.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api.Answer;
import dev.whatsway.api.ApiTest;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.ReceivedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class InboxTest extends ApiTest {

  private static final String SECRET_WORDS = "meet me at nine";

  @Autowired private Inbox inbox;
  private long poison;
  private long nobodys;

  @BeforeEach
  void anEventThatCannotBeHandled() {
    poison = received(account, 1);
    nobodys = received(null, 2);
    inbox.setAside(poison, "java.lang.IllegalStateException");
    inbox.setAside(nobodys, "java.lang.IllegalStateException");
  }

  @Test
  void lists_what_was_set_aside_without_what_it_says() {
    Answer answer = api.get("/api/v1/inbox?state=set_aside");
    assertThat(answer.json().path("data")).hasSize(1);
    JsonNode event = answer.json().path("data").path(0);
    assertThat(event.path("id").asLong()).isEqualTo(poison);
    assertThat(event.path("kind").asString()).isEqualTo("message");
    assertThat(event.path("error").asString()).contains("IllegalState");
    assertThat(event.path("tries").asInt()).isEqualTo(1);
    assertThat(event.path("received_at").asString()).isNotEmpty();
    assertThat(answer.body()).doesNotContain(SECRET_WORDS);
  }

  @Test
  void pages_by_cursor() {
    long second = received(account, 3);
    inbox.setAside(second, "x");
    JsonNode first = api.get("/api/v1/inbox?limit=1").json();
    assertThat(
            api.get("/api/v1/inbox?limit=1&cursor=" + first.path("next_cursor").asString())
                .json()
                .path("data")
                .path(0)
                .path("id")
                .asLong())
        .isEqualTo(second);
  }

  @Test
  void shows_one_as_meta_sent_it() {
    assertThat(
            api.get("/api/v1/inbox/" + poison)
                .json()
                .path("payload")
                .path("item")
                .path("text")
                .path("body")
                .asString())
        .isEqualTo(SECRET_WORDS);
  }

  @Test
  void replays_an_event_once() {
    Answer answer = api.post("/api/v1/inbox/" + poison + "/replay");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("state").asString()).isEqualTo("pending");
    assertThat(answer.json().path("tries").asInt()).as("known as tried before").isEqualTo(1);
    assertThat(inbox.claim(10, Duration.ofMinutes(1))).extracting("id").contains(poison);

    Answer again = api.post("/api/v1/inbox/" + poison + "/replay");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("detail").asString()).contains("about to be handled");

    inbox.done(List.of(poison));
    assertThat(api.post("/api/v1/inbox/" + poison + "/replay").json().path("detail").asString())
        .contains("was handled");
  }

  @Test
  void hides_what_is_of_another_account_or_of_nobody() {
    for (long id : new long[] {nobodys, 999_999_999L}) {
      assertThat(api.get("/api/v1/inbox/" + id).status()).isEqualTo(404);
      assertThat(api.post("/api/v1/inbox/" + id + "/replay").status()).isEqualTo(404);
    }
    assertThat(stranger().get("/api/v1/inbox").json().path("data")).isEmpty();
    assertThat(stranger().get("/api/v1/inbox/" + poison).status()).isEqualTo(404);
    assertThat(stranger().post("/api/v1/inbox/" + poison + "/replay").status()).isEqualTo(404);
    assertThat(state(poison)).isEqualTo("set_aside");
  }

  @Test
  void says_which_states_can_be_listed() {
    assertThat(api.get("/api/v1/inbox?state=done").error("state")).contains("set_aside");
    assertThat(api.get("/api/v1/inbox/x").status()).isEqualTo(400);
  }

  @Test
  void puts_the_setting_aside_on_the_event_log() {
    JsonNode events = api.get("/api/v1/events?kind=webhook").json().path("data");
    assertThat(events).hasSize(1);
    assertThat(events.path(0).path("text").asString()).contains("/api/v1/inbox/" + poison);
  }

  @Test
  void forgets_what_nobody_replayed_and_what_was_handled() {
    long handled = received(account, 4);
    inbox.done(List.of(handled));
    Instant now = Instant.now();
    assertThat(inbox.forget(now.minusSeconds(60), 10)).isZero();
    assertThat(inbox.forgetSetAside(now.minusSeconds(60), 10)).isZero();
    assertThat(inbox.forget(now.plusSeconds(60), 10)).isEqualTo(1);
    assertThat(inbox.forgetSetAside(now.plusSeconds(60), 10)).isEqualTo(2);
  }

  private long received(@Nullable UUID owner, int number) {
    inbox.add(
        List.of(
            new ReceivedEvent(
                new byte[] {(byte) number},
                EventKind.MESSAGE,
                "1",
                "{\"item\": {\"text\": {\"body\": \"" + SECRET_WORDS + "\"}}}",
                null,
                owner)));
    return inbox.claim(10, Duration.ofMinutes(1)).get(0).id();
  }

  private String state(long id) {
    return jdbc.sql("SELECT state FROM inbox WHERE id = ?").param(id).query(String.class).single();
  }
}
