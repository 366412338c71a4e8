package dev.whatsway.api.recurring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.whatsway.api.Api.Answer;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.temporal.RecurringSchedules.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class RecurringCampaignsTest extends ApiTest {

  private static final String PATH = "/api/v1/recurring-campaigns";
  private static final String WEEKLY =
      "\"every\": {\"weekdays\": [\"mon\", \"Thu\"], \"time\": \"10:00\", \"timezone\": \"Europe/Berlin\"}";

  @Autowired private dev.whatsway.store.recurring.RecurringRuns runs;
  private UUID channel;
  private UUID audience;

  @BeforeEach
  void aShop() {
    Given given = new Given(api, jdbc);
    channel = given.channel();
    given.template(channel);
    audience = given.audience();
  }

  @Test
  void isMadeWithItsScheduleAndSaysWhenItComes() {
    Answer made =
        create(WEEKLY + ", \"overlap\": \"buffer_one\", \"start_by\": \"PT2H\", \"catch_up\": 600");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    JsonNode json = made.json();
    assertThat(json.path("status").asString()).isEqualTo("active");
    assertThat(json.path("status_reason").isNull()).isTrue();
    assertThat(json.path("overlap").asString()).isEqualTo("buffer_one");
    assertThat(json.path("catch_up").asString()).isEqualTo("PT10M");
    assertThat(json.path("start_by").asString()).isEqualTo("PT2H");
    assertThat(json.path("end_after").isNull()).isTrue();
    assertThat(json.path("campaign").path("name").asString()).isEqualTo("Spring sale");
    assertThat(json.path("campaign").has("journey")).as("what was left out").isFalse();
    assertThat(json.path("every").toString())
        .isEqualTo(
            "{\"time\":\"10:00\",\"weekdays\":[\"mon\",\"thu\"],\"timezone\":\"Europe/Berlin\"}");
    assertThat(json.path("next_runs"))
        .hasSize(5)
        .allSatisfy(
            time ->
                assertThat(OffsetDateTime.parse(time.asString()).toLocalTime())
                    .hasToString("10:00"));
    assertThat(json.path("recent_runs")).isEmpty();
    assertThat(json.path("temporal_ui_url").asString())
        .isEqualTo("http://temporal.test/namespaces/default/schedules/recurring%2F" + made.id());

    Timetable timetable = lastPut();
    assertThat(timetable.recurringId()).isEqualTo(made.id());
    assertThat(timetable.name()).isEqualTo("Spring sale");
    assertThat(timetable.minute()).isZero();
    assertThat(timetable.hours()).containsExactly(10);
    assertThat(timetable.weekdays()).containsExactly(1, 4);
    assertThat(timetable.days()).hasSize(31);
    assertThat(timetable.months()).hasSize(12);
    assertThat(timetable.timezone()).isEqualTo("Europe/Berlin");
    assertThat(timetable.catchUp()).isEqualTo(Duration.ofMinutes(10));
    assertThat(timetable.paused()).isFalse();
    assertThat(api.get("/api/v1/campaigns").json().path("data")).as("not yet").isEmpty();
  }

  @Test
  void showsTheCampaignsThatCameOfIt() {
    UUID id = create(WEEKLY).id();
    runs.run(id, Instant.parse("2026-12-03T09:00:00Z"));
    JsonNode run = api.get(PATH + "/" + id).json().path("recent_runs").path(0);
    assertThat(run.path("scheduled_at").asString()).isEqualTo("2026-12-03T10:00:00+01:00");
    JsonNode campaign = api.get("/api/v1/campaigns/" + run.path("campaign_id").asString()).json();
    assertThat(campaign.path("name").asString()).isEqualTo("Spring sale 2026-12-03 10:00");
    assertThat(campaign.path("status").asString()).isEqualTo("scheduled");
    assertThat(campaign.path("schedule").path("start_at").asString())
        .isEqualTo("2026-12-03T10:00:00+01:00");
    assertThat(campaign.path("variables").path("1").asString()).isEqualTo("{{name}}");
  }

  @Test
  void namesEveryFieldThatIsWrongTheCampaignsAsAnyOther() {
    Answer refused =
        api.post(
            PATH,
            """
            {"campaign": {"name": " ", "channel_id": "%s", "tracking": "no",
              "template": {"name": "spring_sale", "language": "en_US"},
              "schedule": {"start_at": "2026-12-01T10:00:00Z"}},
             "every": {"cron": "* * * * *", "time": "10:00", "timezone": "Berlin"},
             "overlap": "sometimes", "catch_up": "P8D", "start_by": "soon"}
            """
                .formatted(channel));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error("campaign.name")).contains("required");
    assertThat(refused.error("campaign.audience_id")).contains("required");
    assertThat(refused.error("campaign.variables.1")).contains("required");
    assertThat(refused.error("campaign.tracking")).contains("ledger");
    assertThat(refused.error("campaign.schedule")).contains("every");
    assertThat(refused.error("every.timezone")).contains("IANA");
    assertThat(refused.error("every.cron")).isNotEmpty();
    assertThat(refused.error("overlap")).contains("buffer_one");
    assertThat(refused.error("catch_up")).contains("P7D");
    assertThat(refused.error("start_by")).contains("ISO 8601");
    assertThat(api.post(PATH, "{}").error("every")).contains("required");
    for (String every :
        List.of(
            "{\"timezone\": \"UTC\"}",
            "{\"time\": \"25:00\", \"timezone\": \"UTC\"}",
            "{\"weekdays\": [], \"time\": \"10:00\", \"timezone\": \"UTC\"}",
            "{\"weekdays\": [\"funday\"], \"time\": \"10:00\", \"timezone\": \"UTC\"}",
            "{\"cron\": \"0 10 31 2 *\", \"timezone\": \"UTC\"}",
            "{\"cron\": \"0 10 * * *\"}")) {
      assertThat(create("\"every\": " + every).status()).as(every).isEqualTo(400);
    }
    verifyNoInteractions(recurringSchedules);
  }

  @Test
  void leavesNothingWhereTemporalDoesNotAnswer() {
    away();
    assertThat(create(WEEKLY).status()).isEqualTo(503);
    assertThat(api.get(PATH).json().path("data")).isEmpty();
  }

  @Test
  void isOneHoweverOftenAProcessDiesBeforeItsAnswerIsRemembered() {
    UUID id = create("one-key", WEEKLY).id();
    forgetKeys();
    assertThat(create("one-key", WEEKLY).id()).isEqualTo(id);
    assertThat(api.get(PATH).json().path("data")).hasSize(1);
    forgetKeys();
    assertThat(create("one-key", WEEKLY + ", \"overlap\": \"allow\"").id())
        .as("another request, after the key was forgotten")
        .isNotEqualTo(id);
    forgetKeys();
    away();
    assertThat(create("one-key", WEEKLY).status()).isEqualTo(503);
    assertThat(api.get(PATH + "/" + id).status()).as("what runs stays").isEqualTo(200);
    assertThat(api.send(api.request(PATH + "/" + id).DELETE()).status()).isEqualTo(204);
    doNothing().when(recurringSchedules).put(any());
    assertThat(create("one-key", WEEKLY).id()).as("a deleted one stays so").isNotEqualTo(id);
  }

  @Test
  void leavesNothingWhereAnythingElseFails() {
    doThrow(new IllegalStateException("no such thing")).when(recurringSchedules).put(any());
    assertThat(create(WEEKLY).status()).isEqualTo(500);
    assertThat(api.get(PATH).json().path("data")).isEmpty();
  }

  @Test
  void changesWhatIsGivenAndTellsTemporal() {
    UUID id = create(WEEKLY + ", \"start_by\": \"PT2H\"").id();
    JsonNode campaign = api.get(PATH + "/" + id).json().path("campaign");
    Answer changed =
        api.patch(
            PATH + "/" + id,
            """
            {"campaign": %s, "every": {"cron": "15 8 * * *", "timezone": "Asia/Kolkata"},
             "overlap": "allow", "start_by": "none", "end_after": "PT12H"}
            """
                .formatted(campaign.toString().replace("Spring sale", "Morning")));
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    assertThat(changed.json().path("campaign").path("name").asString()).isEqualTo("Morning");
    assertThat(changed.json().path("start_by").isNull()).isTrue();
    assertThat(changed.json().path("end_after").asString()).isEqualTo("PT12H");
    assertThat(changed.json().path("next_runs").path(0).asString()).endsWith("T08:15:00+05:30");
    assertThat(lastPut().overlap()).isEqualTo("allow");
    assertThat(lastPut().timezone()).isEqualTo("Asia/Kolkata");

    Answer again = api.patch(PATH + "/" + id, "{\"catch_up\": \"PT5M\"}");
    assertThat(again.json().path("every")).isEqualTo(changed.json().path("every"));
    assertThat(again.json().path("overlap").asString()).as("stays").isEqualTo("allow");
    assertThat(api.patch(PATH + "/" + id, "{\"campaign\": {}}").error("campaign.name"))
        .contains("required");
  }

  @Test
  void saysThatAChangeIsNotConfirmedUntilTemporalAnswersAgain() {
    UUID id = create(WEEKLY).id();
    away();
    assertThat(api.post(PATH + "/" + id + "/pause").status()).isEqualTo(503);
    JsonNode paused = api.get(PATH + "/" + id).json();
    assertThat(paused.path("status").asString()).isEqualTo("paused");
    assertThat(paused.path("status_reason").asString()).contains("not confirmed");
    doNothing().when(recurringSchedules).put(any());
    JsonNode resumed = api.post(PATH + "/" + id + "/resume").json();
    assertThat(resumed.path("status").asString()).isEqualTo("active");
    assertThat(resumed.path("status_reason").isNull()).isTrue();
    assertThat(lastPut().paused()).isFalse();
  }

  @Test
  void isPausedAndResumed() {
    UUID id = create(WEEKLY).id();
    Answer paused = api.post(PATH + "/" + id + "/pause");
    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.json().path("next_runs")).isEmpty();
    assertThat(lastPut().paused()).isTrue();
    assertThat(api.post(PATH + "/" + id + "/resume").json().path("next_runs")).hasSize(5);
  }

  @Test
  void isDeletedEvenWhereTemporalDoesNotAnswer() {
    UUID id = create(WEEKLY).id();
    away();
    assertThat(api.send(api.request(PATH + "/" + id).DELETE()).status()).isEqualTo(204);
    assertThat(api.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(api.send(api.request(PATH + "/" + id).DELETE()).status()).isEqualTo(404);
    assertThat(api.post(PATH + "/" + id + "/resume").status()).isEqualTo(404);
    verify(recurringSchedules).delete(id);
  }

  @Test
  void isListedByPagesToItsOwnAccountAlone() {
    UUID one = create(WEEKLY).id();
    UUID other = create(WEEKLY).id();
    JsonNode first = api.get(PATH + "?limit=1").json();
    JsonNode second =
        api.get(PATH + "?limit=1&cursor=" + first.path("next_cursor").asString()).json();
    assertThat(
            List.of(
                first.path("data").path(0).path("id").asString(),
                second.path("data").path(0).path("id").asString()))
        .containsExactlyInAnyOrder(one.toString(), other.toString());
    assertThat(stranger().get(PATH).json().path("data")).isEmpty();
    assertThat(stranger().get(PATH + "/" + one).status()).isEqualTo(404);
    assertThat(stranger().post(PATH + "/" + one + "/pause").status()).isEqualTo(404);
  }

  @Test
  void isListedWithoutItsJourneyAndCannotBeManyMore() {
    UUID id = create("one", WEEKLY).id();
    jdbc.sql(
            "UPDATE recurring_campaigns SET request = request || '{\"journey\": {\"steps\": []}}' WHERE id = ?")
        .param(id)
        .update();
    runs.run(id, Instant.parse("2026-12-03T09:00:00Z"));
    JsonNode listed = api.get(PATH).json().path("data").path(0);
    assertThat(listed.path("campaign").has("journey")).isFalse();
    assertThat(listed.path("recent_runs")).hasSize(1);
    assertThat(api.get(PATH + "/" + id).json().path("campaign").has("journey")).isTrue();

    jdbc.sql(
            """
            INSERT INTO recurring_campaigns SELECT (jsonb_populate_record(r,
              jsonb_build_object('id', gen_random_uuid()))).*
            FROM recurring_campaigns r, generate_series(1, 99) WHERE r.id = ?
            """)
        .param(id)
        .update();
    Answer refused = create("another", WEEKLY);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asString()).contains("100", "delete");
    forgetKeys();
    assertThat(create("one", WEEKLY).id()).as("a repetition").isEqualTo(id);
  }

  private Answer create(String key, String more) {
    return api.post(PATH, body(more), "Idempotency-Key", key);
  }

  private String body(String more) {
    return "{\"campaign\": " + Given.campaignJson(channel, audience, "") + ", " + more + "}";
  }

  private void forgetKeys() {
    jdbc.sql("DELETE FROM idempotency_keys WHERE account_id = ?").param(account).update();
  }

  private Answer create(String more) {
    return api.post(PATH, body(more));
  }

  private void away() {
    ApiException away = new ApiException(ProblemKind.UNAVAILABLE, "Temporal does not answer.");
    doThrow(away).when(recurringSchedules).put(any());
    doThrow(away).when(recurringSchedules).delete(any());
  }

  private Timetable lastPut() {
    ArgumentCaptor<Timetable> put = ArgumentCaptor.forClass(Timetable.class);
    verify(recurringSchedules, org.mockito.Mockito.atLeastOnce()).put(put.capture());
    return put.getValue();
  }
}
