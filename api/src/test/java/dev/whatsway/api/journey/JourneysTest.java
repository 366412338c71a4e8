package dev.whatsway.api.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JourneysTest extends ApiTest {

  private static final String EVENTS = "/api/v1/events";
  private static final String JOURNEY =
      """
      {"entry": {"event": "cart_abandoned", "when": "event.amount > 10"},
       "reentry": {"policy": "after_exit", "after": "P7D"},
       "steps": [
        {"id": "patience", "type": "wait", "duration": "PT1H"},
        {"id": "nudge", "type": "send", "template": {"name": "nudge", "language": "en_US"}},
        {"id": "rest", "type": "wait", "duration": "P1D"}]}
      """;

  private Given given;
  private UUID campaign;
  private String url;
  private String phone;

  @BeforeEach
  void aRunningCampaignAndAContact() {
    given = new Given(api, jdbc);
    UUID channel = given.channel();
    given.template(channel, "nudge", "MARKETING", 0);
    campaign = create(channel);
    url = "/api/v1/campaigns/" + campaign;
    phone = Given.number();
    api.put(contactPath(phone), "{\"name\": \"Ann\"}");
    status(campaign, "running");
  }

  @Test
  void an_event_lets_a_person_enter_and_orders_the_start_of_their_workflow() {
    Api.Answer told = tell(phone, "");

    assertThat(told.status()).as(told.body()).isEqualTo(202);
    assertThat(told.json())
        .isEqualTo(
            Api.JSON.readTree(
                "{\"entered\": [\"%s\"], \"told\": 0, \"not_entered\": []}".formatted(campaign)));
    assertThat(signals()).containsExactly("start");
    JsonNode journey = api.get(url + "/journeys").json().path("data").get(0);
    assertThat(journey.path("contact").asString()).isEqualTo(phone);
    assertThat(journey.path("status").asString()).isEqualTo("planned");
    assertThat(journey.path("run").asInt()).isEqualTo(1);
    assertThat(journey.path("journey_hash")).isEqualTo(api.get(url).json().path("journey_hash"));
    assertThat(journey.path("workflow_url").asString()).contains(campaign + "%2Fjourney%2F");
    assertThat(jdbc.sql("SELECT event->>'product' FROM journeys").query(String.class).single())
        .isEqualTo("Shoes");
    assertThat(jdbc.sql("SELECT ordinal FROM journeys").query(Long.class).single())
        .isEqualTo(1L << 40);
  }

  @Test
  void many_posts_at_once_let_a_person_enter_once() throws Exception {
    int posts = 8;
    CountDownLatch together = new CountDownLatch(posts);
    ExecutorService threads = Executors.newFixedThreadPool(posts);
    try {
      List<Future<Api.Answer>> answers =
          IntStream.range(0, posts)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.countDown();
                            together.await();
                            return tell(phone, "");
                          }))
              .toList();
      int entered = 0;
      for (Future<Api.Answer> answer : answers) {
        JsonNode json = answer.get().json();
        entered += json.path("entered").size();
        assertThat(json.path("entered").size() + json.path("not_entered").size()).isEqualTo(1);
      }
      assertThat(entered).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
    assertThat(signals()).filteredOn("start"::equals).hasSize(1);
    assertThat(signals()).filteredOn("event"::equals).hasSize(posts - 1);
  }

  @Test
  void an_event_with_an_id_is_told_once() {
    JsonNode first = tell(phone, ", \"id\": \"order-1\"").json();

    Api.Answer again = tell(phone, ", \"id\": \"order-1\"");

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first);
    assertThat(signals()).containsExactly("start");
    assertThat(tell(phone, ", \"id\": \"order-2\"").json().path("told").asInt()).isEqualTo(1);
  }

  @Test
  void who_may_not_enter_is_told_why() {
    assertThat(reason(tell(phone, 5))).isEqualTo("condition");
    tell(phone, "");
    assertThat(reason(tell(phone, ""))).isEqualTo("already-in");
    at("ended", "rest");
    jdbc.sql("UPDATE journeys SET ended_at = now() - interval '6 days'").update();
    assertThat(reason(tell(phone, ""))).isEqualTo("too-early");
    jdbc.sql("UPDATE journeys SET ended_at = now() - interval '8 days'").update();
    assertThat(tell(phone, "").json().path("entered").size()).isEqualTo(1);
    JsonNode latest = api.get(person(phone)).json();
    assertThat(latest.path("run").asInt()).isEqualTo(2);
    assertThat(latest.path("status").asString()).isEqualTo("planned");
    at("ended", "rest");

    String once = JOURNEY.replace("after_exit\", \"after\": \"P7D\"", "never\"");
    assertThat(api.put(url + "/journey", once).status()).isEqualTo(200);
    jdbc.sql("UPDATE journeys SET ended_at = now() - interval '8 days'").update();
    assertThat(reason(tell(phone, ""))).isEqualTo("only-once");
  }

  @Test
  void people_enter_paused_campaigns_and_none_that_has_not_begun_or_is_over() {
    for (String closed : List.of("draft", "scheduled", "completed", "canceled")) {
      status(campaign, closed);
      assertThat(tell(phone, "").json().toString())
          .isEqualTo("{\"entered\":[],\"told\":0,\"not_entered\":[]}");
    }
    status(campaign, "paused");
    assertThat(tell(phone, "").json().path("entered").size()).isEqualTo(1);
    jdbc.sql("DELETE FROM journeys").update();
    status(campaign, "running");
    jdbc.sql("UPDATE campaigns SET end_at = now() - interval '1 s'").update();
    assertThat(reason(tell(phone, ""))).isEqualTo("not-under-way");
  }

  @Test
  void open_journeys_hear_of_events_that_let_nobody_enter() {
    tell(phone, "");

    Api.Answer told = event("order_placed", phone, "");

    assertThat(told.json().toString()).isEqualTo("{\"entered\":[],\"told\":1,\"not_entered\":[]}");
    assertThat(
            jdbc.sql("SELECT event || ' ' || subject FROM journey_signals WHERE kind = 'event'")
                .query(String.class)
                .single())
        .isEqualTo("custom order_placed");
    at("ended", "rest");
    assertThat(event("order_placed", phone, "").json().path("told").asInt()).isZero();
  }

  @Test
  void only_contacts_that_are_known_can_have_done_something() {
    Api.Answer unknown = tell(Given.number(), "");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).contains("PUT /api/v1/contacts/");
    assertThat(
            stranger().post(EVENTS, "{\"name\": \"a\", \"contact\": \"" + phone + "\"}").status())
        .isEqualTo(404);
    api.send(api.request(contactPath(phone)).DELETE());
    assertThat(tell(phone, "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\": \"Order placed\"              | name         | order_placed",
        "\"name\": \"a\", \"properties\": []       | properties   | at most 50",
        "\"name\": \"a\", \"properties\": {\"a\": {}}   | properties.a | true or false",
        "\"name\": \"a\", \"properties\": {\"a\": null} | properties.a | true or false",
        "\"name\": \"a\", \"properties\": {\"a\": \"\\u0000\"} | properties.a | control",
        "\"name\": \"a\", \"properties\": {\"a\": \"\\ud800\"} | properties.a | control",
        "\"name\": \"a\", \"properties\": {\"a\": 1e999} | properties.a | double",
        "\"name\": \"a\", \"properties\": {\"a\": 99999999999999999999} | properties.a | 64 bits",
        "\"name\": \"a\", \"properties\": {\"a b\": 1}  | properties   | letters",
        "\"name\": \"a\", \"id\": \"\\ud800\"            | id           | surrogate",
        "\"name\": \"a\", \"contact\": \"0171\"        | contact      | E.164",
      })
  void events_are_flat_and_bounded(String json, String field, String says) {
    String contact = json.contains("contact") ? "" : ", \"contact\": \"" + phone + "\"";
    Api.Answer answer = api.post(EVENTS, "{" + json + contact + "}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error(field)).as(answer.body()).contains(says);
  }

  @Test
  void a_person_is_found_by_id_and_number_with_their_messages() {
    tell(phone, "");
    at("active", "nudge");
    UUID contact = jdbc.sql("SELECT contact_id FROM journeys").query(UUID.class).single();
    jdbc.sql(
            """
            INSERT INTO messages (id, campaign_id, step, ordinal, journey, contact_id, channel_id,
              recipient_number, message_type, template_name, template_language, status, created_at,
              updated_at)
            SELECT gen_random_uuid(), c.id, 'nudge~2', j.ordinal * 1024, j.ordinal, j.contact_id,
              c.channel_id, 'x', 'template', 'nudge', 'en_US', 'queued', now(), now()
            FROM journeys j JOIN campaigns c ON c.id = j.campaign_id
            """)
        .update();

    JsonNode journey = api.get(url + "/journeys/" + contact).json();

    assertThat(journey).isEqualTo(api.get(person(phone)).json());
    assertThat(journey.path("step").asString()).isEqualTo("nudge");
    assertThat(journey.path("messages").size()).isEqualTo(1);
    assertThat(journey.path("messages").get(0).path("step").asString()).isEqualTo("nudge");
    assertThat(stranger().get(url + "/journeys/" + contact).status()).isEqualTo(404);
    assertThat(api.get(person(Given.number())).status()).isEqualTo(404);
  }

  @Test
  void what_was_missing_at_entry_is_told_though_it_is_there_by_now() {
    jdbc.sql("DELETE FROM templates WHERE name = 'nudge'").update();
    given.template(
        jdbc.sql("SELECT channel_id FROM campaigns").query(UUID.class).single(),
        "nudge",
        "MARKETING",
        1);
    String asking =
        JOURNEY.replace(
            "\"name\": \"nudge\", \"language\": \"en_US\"}",
            "\"name\": \"nudge\", \"language\": \"en_US\"}, \"variables\": {\"1\": \"{{city}}\"}");
    assertThat(api.put(url + "/journey", asking).status()).isEqualTo(200);
    tell(phone, "");
    api.put(contactPath(phone), "{\"name\": \"Ann\", \"attributes\": {\"city\": \"Bonn\"}}");

    assertThat(api.get(person(phone)).json().path("will_skip").toString())
        .isEqualTo("[{\"step\":\"nudge\",\"reason\":\"missing-variable:1\"}]");
    at("ended", "rest");
    jdbc.sql("UPDATE journeys SET ended_at = now() - interval '8 days'").update();
    tell(phone, "");
    assertThat(api.get(person(phone)).json().path("will_skip").size()).as("again").isZero();
  }

  @Test
  void the_list_goes_by_status_and_by_step() {
    for (int i = 0; i < 5; i++) {
      String number = Given.number();
      api.put(contactPath(number), "{}");
      tell(number, "");
    }
    jdbc.sql("UPDATE journeys SET status = 'active', step = 'rest' WHERE ordinal % 2 = 0").update();

    JsonNode first = api.get(url + "/journeys?step=rest&limit=2").json();
    assertThat(first.path("data").size()).isEqualTo(2);
    JsonNode second =
        api.get(url + "/journeys?step=rest&limit=2&cursor=" + first.path("next_cursor").asString())
            .json();
    assertThat(second.path("data").size()).isEqualTo(1);
    assertThat(second.path("next_cursor").isNull()).isTrue();
    assertThat(api.get(url + "/journeys?status=planned").json().path("data").size()).isEqualTo(2);
    assertThat(api.get(url + "/journeys?status=ended&step=rest").error("status"))
        .contains("active");
    assertThat(api.get(url + "/journeys?status=gone").error("status")).contains("planned");
  }

  @Test
  void an_order_is_for_the_step_where_the_person_is() {
    tell(phone, "");
    assertThat(api.post(person(phone) + "/skip", "{}").status()).as("not at a step").isEqualTo(409);
    at("active", "patience");

    Api.Answer moved =
        api.post(person(phone) + "/move", "{\"to\": \"rest\", \"reason\": \"asked\"}");

    assertThat(moved.status()).as(moved.body()).isEqualTo(202);
    assertThat(moved.json())
        .isEqualTo(
            Api.JSON.readTree(
                "{\"action\": \"move\", \"at\": \"patience\", \"to\": \"rest\", \"people\": 1}"));
    assertThat(
            jdbc.sql(
                    "SELECT action || at_step || to_step || reason FROM journey_orders WHERE created_at >= (SELECT since FROM journeys)")
                .query(String.class)
                .list())
        .containsExactly("movepatiencerestasked");
    assertThat(signals()).containsExactly("start", "recheck");
    assertThat(api.post(person(phone) + "/retry").status()).isEqualTo(202);
    assertThat(api.post(person(phone) + "/move", "{\"to\": \"gone\"}").error("to"))
        .contains("patience, nudge, rest");
    assertThat(api.post(person(phone) + "/move").error("to")).contains("required");
    assertThat(api.post(person(phone) + "/skip", "{\"to\": \"rest\"}").error("to"))
        .contains("left out");
    at("ended", "patience");
    Api.Answer late = api.post(person(phone) + "/skip");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.body()).contains("has ended", "invalid-state");
  }

  @Test
  void an_order_for_all_at_a_step_tells_each_of_them() {
    for (int i = 0; i < 3; i++) {
      String number = Given.number();
      api.put(contactPath(number), "{}");
      tell(number, "");
    }
    jdbc.sql(
            "UPDATE journeys SET status = 'active', step = 'patience', since = now() WHERE ordinal > ?")
        .param(1L << 40)
        .update();

    Api.Answer all = api.post(url + "/steps/patience/move", "{\"to\": \"exit\"}");

    assertThat(all.status()).as(all.body()).isEqualTo(202);
    assertThat(all.json().path("people").asInt()).isEqualTo(2);
    assertThat(signals()).filteredOn("recheck"::equals).hasSize(2);
    assertThat(api.post(url + "/steps/nudge/skip").json().path("people").asInt()).isZero();
    assertThat(api.post(url + "/steps/patience/move", "{\"to\": \"gone\"}").error("to"))
        .contains("nudge");
    assertThat(api.post(url + "/steps/gone/skip").body()).contains("patience, nudge, rest");
    api.put(url + "/journey", JOURNEY.replace("\"rest\"", "\"sleep\""));
    assertThat(api.post(url + "/steps/patience/move", "{\"to\": \"sleep\"}").error("to"))
        .contains("older journey", "migrate");
    status(campaign, "canceled");
    assertThat(api.post(url + "/steps/patience/skip").status()).isEqualTo(409);
  }

  private UUID create(UUID channel) {
    Api.Answer answer =
        api.post(
            "/api/v1/campaigns",
            "{\"name\": \"Carts\", \"channel_id\": \"%s\", \"journey\": %s}"
                .formatted(channel, JOURNEY));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.id();
  }

  private void at(String status, String step) {
    jdbc.sql(
            """
            UPDATE journeys SET status = :status, step = :step, visit = 1, since = now() + interval '1 h',
              ended_at = CASE WHEN :status = 'ended' THEN now() END
            """)
        .param("status", status)
        .param("step", step)
        .update();
  }

  private void status(UUID id, String status) {
    jdbc.sql("UPDATE campaigns SET status = ? WHERE id = ?").params(status, id).update();
  }

  private List<String> signals() {
    return jdbc.sql("SELECT kind FROM journey_signals ORDER BY id").query(String.class).list();
  }

  private Api.Answer tell(String number, String more) {
    return event("cart_abandoned", number, more);
  }

  private Api.Answer tell(String number, int amount) {
    return api.post(
        EVENTS,
        "{\"name\": \"cart_abandoned\", \"contact\": \"%s\", \"properties\": {\"amount\": %d}}"
            .formatted(number, amount));
  }

  private Api.Answer event(String name, String number, String more) {
    return api.post(
        EVENTS,
        """
        {"name": "%s", "contact": "%s", "properties": {"product": "Shoes", "amount": 59.9}%s}
        """
            .formatted(name, number, more));
  }

  private static String reason(Api.Answer answer) {
    return answer.json().path("not_entered").path(0).path("reason").asString();
  }

  private String person(String number) {
    return url + "/journeys/" + URLEncoder.encode(number, StandardCharsets.UTF_8);
  }

  private static String contactPath(String number) {
    return "/api/v1/contacts/" + URLEncoder.encode(number, StandardCharsets.UTF_8);
  }
}
