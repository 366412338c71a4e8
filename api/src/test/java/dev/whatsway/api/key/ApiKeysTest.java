package dev.whatsway.api.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ApiKeysTest extends ApiTest {

  private static final String KEYS = "/api/v1/api-keys";

  @Test
  void a_key_is_shown_once_and_never_again() {
    Api.Answer created =
        api.post(
            KEYS, "{\"name\": \"shop\", \"scopes\": [\"gateway\", \"read\"], \"per_second\": 80}");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    String key = created.json().path("key").asString();
    assertThat(key).matches("ww_[A-Za-z0-9_-]{43}");
    ObjectNode shown = (ObjectNode) api.get(KEYS + "/" + created.id()).json();
    assertThat(shown.remove("created_at")).isEqualTo(created.json().path("created_at"));
    assertThat(shown)
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"id": "%s", "name": "shop", "scopes": ["gateway", "read"], "per_second": 80,
                 "key": null, "revoked_at": null}
                """
                    .formatted(created.id())));
    assertThat(api.get(KEYS).body()).contains(created.id().toString()).doesNotContain("ww_");
    assertThat(
            jdbc.sql("SELECT count(*) FROM api_keys k WHERE k::text LIKE ?")
                .param("%" + key + "%")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void whoever_repeats_the_request_with_its_idempotency_key_gets_the_same_key() {
    String body = "{\"name\": \"shop\", \"scopes\": [\"read\"]}";
    Api.Answer first = api.post(KEYS, body, "Idempotency-Key", "k-1");
    Api.Answer second = api.post(KEYS, body, "Idempotency-Key", "k-1");

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(all()).hasSize(2);
    assertThat(
            jdbc.sql("SELECT encode(body, 'escape') FROM idempotency_keys")
                .query(String.class)
                .single())
        .doesNotContain("ww_");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"scopes\": [\"read\"]} | name | is required",
        "{\"name\": \"x\"} | scopes | is required: one or more of admin, manage, read, gateway.",
        "{\"name\": \"x\", \"scopes\": []} | scopes | is required",
        "{\"name\": \"x\", \"scopes\": [\"read\", \"write\"]} | scopes[1] | must be one of admin",
        "{\"name\": \"x\", \"scopes\": [\"read\", null]} | scopes[1] | is required",
        "{\"name\": \"x\", \"scopes\": [\"ADMIN\"]} | scopes[0] | must be one of",
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"per_second\": 0} | per_second | from 1 to 10000",
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"per_second\": 10001} | per_second | from 1 to",
      })
  void a_key_that_makes_no_sense_is_refused(String body, String field, String message) {
    Api.Answer answer = api.post(KEYS, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error(field)).contains(message);
    assertThat(all()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "admin,   GET,    /api/v1/channels, 200",
    "admin,   POST,   /api/v1/channels, 400",
    "admin,   GET,    /api/v1/api-keys, 200",
    "manage,  GET,    /api/v1/channels, 200",
    "manage,  HEAD,   /api/v1/channels, 200",
    "manage,  POST,   /api/v1/channels, 400",
    "manage,  PUT,    /api/v1/opt-out-keywords, 400",
    "manage,  GET,    /api/v1/api-keys, 403",
    "manage,  POST,   /api/v1/api-keys, 403",
    "manage,  DELETE, /api/v1/api-keys/8a6e0804-2bd0-4672-b79d-d97027f9071a, 403",
    "read,    GET,    /api/v1/channels, 200",
    "read,    HEAD,   /api/v1/channels, 200",
    "read,    POST,   /api/v1/channels, 403",
    "read,    PUT,    /api/v1/opt-out-keywords, 403",
    "read,    PATCH,  /api/v1/channels/8a6e0804-2bd0-4672-b79d-d97027f9071a, 403",
    "read,    DELETE, /api/v1/opt-out-keywords, 403",
    "read,    GET,    /api/v1/api-keys, 403",
    "gateway, GET,    /api/v1/channels, 403",
    "gateway, HEAD,   /api/v1/channels, 403",
    "gateway, OPTIONS, /api/v1/channels, 403",
    "gateway, POST,   /api/v1/channels, 403",
    "gateway, GET,    /api/v1/nothing, 403",
    "gateway, GET,    /api/v1/api-keys, 403",
  })
  void a_key_may_do_what_its_scopes_say(String scope, String method, String path, int status) {
    Api holder = with(key(scope, ""));

    Api.Answer answer =
        holder.send(
            holder
                .request(path, "Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (status == 403 && !method.equals("HEAD")) {
      assertThat(answer.contentType()).startsWith("application/problem+json");
      assertThat(answer.json().path("type").asString()).endsWith(":forbidden");
      assertThat(answer.json().path("detail").asString()).contains("lacks the scope");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/journeys/schema",
        "//api/v1/journeys/schema",
        "///api//v1/journeys/schema",
        "/api;x=1/v1/journeys/schema",
        "/api/v1;x/journeys/schema",
        "/;/api/v1/journeys/schema",
        "/%61pi/v1/journeys/schema",
        "/%61%70%69/v1/journeys/schema",
        "/./api/v1/journeys/schema",
        "/x/../api/v1/journeys/schema",
        "/webhooks/..;/api/v1/journeys/schema",
        "/webhooks/whatsapp/../../api/v1/journeys/schema",
        "/%2e/api/v1/journeys/schema",
        "/x/%2e%2e/api/v1/journeys/schema",
        "/api",
        "/api/",
      })
  void however_the_path_is_written_it_takes_a_key(String path) {
    assertThat(api.send(api.anonymous(path)).status()).isEqualTo(401);
    assertThat(with(key("gateway", "")).get(path).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api%2Fv1/journeys/schema",
        "/%252e/api/v1",
        "/api%5Cv1/journeys/schema",
        "/API/v1/journeys/schema"
      })
  void what_leads_nowhere_is_not_answered_either(String path) {
    assertThat(api.send(api.anonymous(path)).status()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/api-keys;x=1",
        "/api/v1/%61pi-keys",
        "/api/v1//api-keys",
        "//api/v1/api-keys",
        "/api/v1/x/../api-keys",
        "/api/v1/api-keys/",
        "/api/v1/api%2Dkeys?limit=1",
      })
  void however_the_path_is_written_keys_are_for_admins(String path) {
    Api manager = with(key("manage", ""));

    assertThat(manager.get(path).status()).isEqualTo(403);
    assertThat(manager.post(path, "{\"name\": \"x\", \"scopes\": [\"admin\"]}").status())
        .isEqualTo(403);
  }

  @Test
  void a_large_body_is_not_read_whichever_way_its_path_is_written() {
    String large = "{\"name\": \"" + "x".repeat(70_000) + "\"}";

    assertThat(api.post("/%61pi/v1/channels", large).status()).isEqualTo(413);
  }

  @Test
  void a_key_over_its_rate_is_told_when_to_come_again_and_holds_up_nobody_else() {
    Api hasty = with(key("read", ", \"per_second\": 1"));
    Api.Answer answer = hasty.get("/api/v1/channels");
    assertThat(answer.status()).isEqualTo(200);
    // One a second: whatever the machine does, a minute of requests does not fit into that.
    for (int i = 0; i < 1_000 && answer.status() == 200; i++) {
      answer = hasty.get("/api/v1/channels");
    }

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json().path("type").asString()).endsWith(":too-many-requests");
    assertThat(api.get("/api/v1/channels").status()).isEqualTo(200);
  }

  @Test
  void the_gateway_refuses_a_key_in_metas_own_shape() {
    String path = "/v23.0/106540352242922/messages";
    Api.Answer lacks = with(key("read", "")).post(path, "{}");
    assertThat(lacks.status()).isEqualTo(403);
    assertThat(lacks.json().path("error").path("code").asInt()).isEqualTo(10);
    assertThat(lacks.json().path("error").path("error_data").path("details").asString())
        .contains("lacks the scope");

    Api hasty = with(key("gateway", ", \"per_second\": 1"));
    Api.Answer answer = hasty.post(path, "{}");
    for (int i = 0; i < 1_000 && answer.status() != 429; i++) {
      answer = hasty.post(path, "{}");
    }
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(80007);
    assertThat(answer.json().path("error").path("fbtrace_id").asString()).isNotEmpty();
  }

  @Test
  void a_revoked_key_ends_at_once_where_it_was_revoked_and_stays_in_the_list() {
    Api.Answer created = create("read", "");
    Api holder = with(created.json().path("key").asString());
    assertThat(holder.get("/api/v1/channels").status()).isEqualTo(200);

    assertThat(delete(api, created.id()).status()).isEqualTo(204);

    assertThat(holder.get("/api/v1/channels").status()).isEqualTo(401);
    JsonNode revoked = api.get(KEYS + "/" + created.id()).json();
    assertThat(revoked.path("revoked_at").isString()).isTrue();
    assertThat(delete(api, created.id()).status()).isEqualTo(204);
    assertThat(api.get(KEYS + "/" + created.id()).json()).isEqualTo(revoked);
  }

  @Test
  void the_last_admin_key_stays() {
    UUID own = all().get(0);
    create("manage", "");

    Api.Answer answer = delete(api, own);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("type").asString()).endsWith(":invalid-state");
    Api next = with(key("admin", ""));
    assertThat(delete(next, own).status()).isEqualTo(204);
    assertThat(api.get(KEYS).status()).isEqualTo(401);
    assertThat(next.get(KEYS).status()).isEqualTo(200);
  }

  @Test
  void of_two_admin_keys_revoked_at_the_same_time_one_stays() {
    for (int round = 0; round < 10; round++) {
      UUID own = good().get(0);
      Api.Answer second = create("admin", "");
      Api other = with(second.json().path("key").asString());

      CompletableFuture<Api.Answer> one =
          CompletableFuture.supplyAsync(() -> delete(api, second.id()));
      CompletableFuture<Api.Answer> two = CompletableFuture.supplyAsync(() -> delete(other, own));

      // Whose key went first may be told that it is not known any more.
      assertThat(List.of(one.join().status(), two.join().status()))
          .containsAnyOf(204)
          .containsAnyOf(401, 409);
      assertThat(good()).hasSize(1);
      if (api.get(KEYS).status() == 401) {
        api = other;
      }
    }
  }

  @Test
  void keys_of_another_account_do_not_exist() {
    UUID own = all().get(0);
    Api stranger = stranger();

    assertThat(stranger.get(KEYS + "/" + own).status()).isEqualTo(404);
    assertThat(delete(stranger, own).status()).isEqualTo(404);
    assertThat(stranger.get(KEYS).json().path("data").size()).isEqualTo(1);
    assertThat(api.get(KEYS).status()).isEqualTo(200);
  }

  @Test
  void the_list_comes_in_pages() {
    for (int i = 0; i < 4; i++) {
      create("read", "");
    }
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = api.get(KEYS + "?limit=2&cursor=" + next).json();
      page.path("data").forEach(key -> ids.add(key.path("id").asString()));
      next = page.path("next_cursor").asString("");
    } while (!next.isEmpty());

    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void a_key_that_manages_can_do_the_work_of_the_account() {
    api = with(key("manage", ""));

    new Given(api, jdbc).campaign();

    assertThat(api.get("/api/v1/campaigns").json().path("data").size()).isEqualTo(1);
  }

  private Api.Answer create(String scope, String more) {
    Api.Answer created =
        api.post(KEYS, "{\"name\": \"test\", \"scopes\": [\"%s\"]%s}".formatted(scope, more));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created;
  }

  private String key(String scope, String more) {
    return create(scope, more).json().path("key").asString();
  }

  private List<UUID> all() {
    return jdbc.sql("SELECT id FROM api_keys WHERE account_id = ? ORDER BY created_at")
        .param(account)
        .query(UUID.class)
        .list();
  }

  private List<UUID> good() {
    return jdbc.sql("SELECT id FROM api_keys WHERE account_id = ? AND revoked_at IS NULL")
        .param(account)
        .query(UUID.class)
        .list();
  }

  private static Api.Answer delete(Api api, UUID id) {
    return api.send(api.request(KEYS + "/" + id).DELETE());
  }
}
