package dev.whatsway.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class HousekeepingTest extends ApiTest {

  @Autowired private Housekeeping housekeeping;

  @Test
  void an_import_whose_process_died_fails_and_one_that_lives_goes_on() {
    Given given = new Given(api, jdbc);
    String dead = "/api/v1/audiences/" + given.audience();
    String alive = "/api/v1/audiences/" + given.audience();
    jdbc.sql("UPDATE audiences SET status = 'importing'").update();
    jdbc.sql("UPDATE audiences SET updated_at = now() - interval '11 minutes' WHERE id = ?::uuid")
        .param(dead.substring(dead.lastIndexOf('/') + 1))
        .update();

    housekeeping.run();

    assertThat(api.get(dead).json().path("status").asString()).isEqualTo("failed");
    assertThat(api.get(dead).json().path("status_reason").asString()).contains("send the file");
    assertThat(api.get(alive).json().path("status").asString()).isEqualTo("importing");
  }

  @Test
  void an_old_key_is_forgotten() {
    api.post("/api/v1/channels", "{}", "Idempotency-Key", "old");
    api.post("/api/v1/channels", "{}", "Idempotency-Key", "new");
    jdbc.sql("UPDATE idempotency_keys SET created_at = now() - interval '8 days' WHERE key = 'old'")
        .update();

    housekeeping.run();

    assertThat(jdbc.sql("SELECT key FROM idempotency_keys").query(String.class).list())
        .containsExactly("new");
  }

  @Test
  void a_key_whose_process_died_is_free_again_after_a_while() {
    api.post("/api/v1/channels", "{}", "Idempotency-Key", "k");
    jdbc.sql("UPDATE idempotency_keys SET status = NULL, request_hash = NULL").update();
    assertThat(api.post("/api/v1/channels", "{}", "Idempotency-Key", "k").status()).isEqualTo(409);

    jdbc.sql("UPDATE idempotency_keys SET created_at = now() - interval '16 minutes'").update();

    assertThat(api.post("/api/v1/channels", "{}", "Idempotency-Key", "k").status()).isEqualTo(400);
  }
}
