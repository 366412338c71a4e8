package dev.whatsway.api.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.journey.condition.Compilation;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.store.contact.Contacts;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SegmentsTest extends ApiTest {

  private static final String SEGMENTS = "/api/v1/segments";

  @Autowired private Contacts contacts;

  @Test
  void a_segment_is_stored_and_shown_as_it_was_written() {
    String condition = "contact.country == 'DE' &&\n  has(attributes.city) // Germans";
    Api.Answer created = create("Germans", condition);

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    JsonNode segment = created.json();
    assertThat(segment.path("name").asString()).isEqualTo("Germans");
    assertThat(segment.path("condition").asString()).isEqualTo(condition);
    assertThat(segment.path("created_at").asString()).endsWith("Z");
    assertThat(api.get(SEGMENTS + "/" + created.id()).json()).isEqualTo(segment);
    assertThat(api.get(SEGMENTS).json().path("data").get(0)).isEqualTo(segment);
  }

  @Test
  void a_count_tells_who_matches_who_may_be_written_to_and_of_whom_too_little_is_known() {
    people(
        """
        phone,name,opt_in,city,orders
        +4915112000001,Ann,true,Berlin,3
        +4915112000002,Bob,false,Berlin,5
        +4915112000003,Cem,true,Berlin,many
        +4915112000004,Dan,true,Bonn,7
        +34612345678,Eva,true,Berlin,9
        """);
    JsonNode count =
        count(
            "contact.phone_country == 'DE' && attributes.city == 'Berlin' && number(attributes.orders) > 2");

    assertThat(count)
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"exact": true, "counted": 5, "matched": 2, "opted_in": 1, "undecided": 1}
                """));
  }

  @Test
  void erased_contacts_and_those_of_others_are_not_counted() {
    people("phone\n+4915112000001\n+4915112000002\n");
    Api stranger = stranger();
    stranger.csv("/api/v1/audiences?name=theirs", "phone\n+4915112000003\n");
    api.send(api.request("/api/v1/contacts/%2B4915112000002").DELETE());

    assertThat(count("true").path("matched").asInt()).isEqualTo(1);
    UUID mine = create("all", "true").id();
    assertThat(stranger.get(SEGMENTS + "/" + mine).status()).isEqualTo(404);
    assertThat(stranger.get(SEGMENTS + "/" + mine + "/count").status()).isEqualTo(404);
    assertThat(stranger.get(SEGMENTS).json().path("data").size()).isZero();
  }

  @Test
  void a_count_that_runs_into_its_limits_says_that_it_is_not_exact() {
    people("phone\n+4915112000001\n+4915112000002\n+4915112000003\n");
    SegmentCounter counter = new SegmentCounter(contacts, Clock.systemUTC());
    Condition all = ((Compilation.Compiled) Condition.compile("true")).condition();

    assertThat(counter.count(account, all, limits(2, 60)))
        .isEqualTo(new SegmentCount(false, 2, 2, 0, 0));
    assertThat(counter.count(account, all, limits(3, 60)))
        .isEqualTo(new SegmentCount(true, 3, 3, 0, 0));
    assertThat(counter.count(account, all, limits(3, 0)).exact()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "contry == 'DE'         | line 1, column 1",
        "contact.phone == '+49' | no field phone",
        "contact.country        | not to true or false",
        "messages.a.read        | journeys only",
        "contact.country =      | cannot be read",
        "`  `                   | is empty",
      })
  void a_condition_that_cannot_be_read_is_refused_with_place_and_way_out(
      String condition, String words) {
    Api.Answer answer = create("wrong", condition);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("condition")).contains(words);
  }

  @Test
  void monsters_are_refused_and_never_an_error_of_ours() {
    for (String condition :
        new String[] {
          "(".repeat(20_000), "x".repeat(50_000), "\u0000", "true // \u0000", "a".repeat(4_097)
        }) {
      Api.Answer answer = create("monster", condition);
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.error("condition")).isNotBlank();
    }
    Api.Answer half = api.post(SEGMENTS, "{\"name\": \"a\", \"condition\": \"true // \\ud800\"}");
    assertThat(half.status()).as(half.body()).isEqualTo(400);
    assertThat(api.get(SEGMENTS).json().path("data").size()).isZero();
  }

  @Test
  void name_and_condition_are_required() {
    Api.Answer answer = api.post(SEGMENTS, "{}");

    assertThat(answer.error("name")).contains("required");
    assertThat(answer.error("condition")).contains("required");
  }

  @Test
  void a_campaign_is_for_an_audience_or_a_segment_of_the_account_and_not_for_both() {
    Given given = new Given(api, jdbc);
    UUID channel = given.channel();
    given.template(channel);
    UUID segment = create("all", "true").id();
    String json = Given.campaignJson(channel, given.audience(), "");
    String ofSegment = json.replaceFirst("\"audience_id\": \"[^\"]+\"", "\"segment_id\": \"%s\"");

    Api.Answer created = api.post("/api/v1/campaigns", ofSegment.formatted(segment));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.json().path("segment_id").asString()).isEqualTo(segment.toString());
    assertThat(created.json().path("audience_id").isNull()).isTrue();
    String url = "/api/v1/campaigns/" + created.id();
    assertThat(api.get(url + "/report").json().path("rejected_rows").asInt()).isZero();
    when(commands.start(any())).thenReturn(true);
    assertThat(api.post(url + "/launch").json().path("status").asString()).isEqualTo("scheduled");

    Api.Answer none =
        api.post("/api/v1/campaigns", json.replaceFirst("\"audience_id\": \"[^\"]+\",", ""));
    assertThat(none.error("audience_id")).contains("segment_id");
    Api.Answer both =
        api.post(
            "/api/v1/campaigns",
            json.replaceFirst("\"audience_id\"", "\"segment_id\": \"" + segment + "\", $0"));
    assertThat(both.error("segment_id")).contains("left out");
    Api.Answer unknown =
        api.post("/api/v1/campaigns", ofSegment.formatted(UUID.randomUUID().toString()));
    assertThat(unknown.error("segment_id")).contains("of this account");
  }

  private static SegmentCounter.Limits limits(long rows, long seconds) {
    return new SegmentCounter.Limits(rows, Duration.ofSeconds(seconds));
  }

  private void people(String csv) {
    Api.Answer answer = api.csv("/api/v1/audiences?name=people", csv);
    assertThat(answer.json().path("rejected_rows").asInt()).as(answer.body()).isZero();
  }

  private JsonNode count(String condition) {
    return api.get(SEGMENTS + "/" + create("counted", condition).id() + "/count").json();
  }

  private Api.Answer create(String name, String condition) {
    JsonMapper json = new JsonMapper();
    return api.post(
        SEGMENTS,
        json.writeValueAsString(
            json.createObjectNode().put("name", name).put("condition", condition)));
  }
}
