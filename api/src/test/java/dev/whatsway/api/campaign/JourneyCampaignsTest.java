package dev.whatsway.api.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class JourneyCampaignsTest extends ApiTest {

  private static final String CAMPAIGNS = "/api/v1/campaigns";
  private static final String DRIP =
      """
      {"steps": [
        {"id": "hello", "type": "send", "template": {"name": "hello", "language": "en_US"},
         "variables": {"1": "{{name|friend}}"}},
        {"id": "seen", "type": "wait_for", "event": "read", "of": "hello", "timeout": "P2D"},
        {"id": "test", "type": "split", "arms": [
          {"name": "A", "share": 50, "next": "again"}, {"name": "B", "share": 50, "next": "exit"}]},
        {"id": "again", "type": "send", "template": {"name": "again", "language": "en_US"}}]}
      """;

  private Given given;
  private UUID channel;
  private UUID audience;

  @BeforeEach
  void aChannelAndTemplates() {
    given = new Given(api, jdbc);
    channel = given.channel();
    audience = given.audience();
    given.template(channel, "hello", "MARKETING", 1);
    given.template(channel, "again", "MARKETING", 0);
    given.template(channel, "bill", "UTILITY", 0);
  }

  @Test
  void a_campaign_with_a_journey_keeps_its_plan_and_shows_it() {
    Api.Answer created = create(DRIP, ", \"pause_mode\": \"freeze\"");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    JsonNode campaign = created.json();
    assertThat(campaign.path("journey")).isEqualTo(Api.JSON.readTree(DRIP));
    assertThat(campaign.path("journey_hash").asString()).matches("[0-9a-f]{64}");
    assertThat(campaign.path("pause_mode").asString()).isEqualTo("freeze");
    assertThat(campaign.path("template").path("name").asString()).isEqualTo("hello");
    assertThat(campaign.path("category").asString()).isEqualTo("MARKETING");
    assertThat(campaign.path("variables").size()).isZero();
    JsonNode listed = api.get(CAMPAIGNS).json().path("data").get(0);
    assertThat(listed.path("journey").isNull()).isTrue();
    assertThat(listed.path("journey_hash")).isEqualTo(campaign.path("journey_hash"));
  }

  @Test
  void at_its_launch_a_journey_gets_a_year_unless_it_has_an_end() {
    when(commands.start(any())).thenReturn(true);
    String url = CAMPAIGNS + "/" + create(DRIP, "").id();
    assertThat(api.get(url).json().path("schedule").path("end_at").isNull()).isTrue();

    JsonNode launched = api.post(url + "/launch").json();

    OffsetDateTime end = OffsetDateTime.parse(launched.path("schedule").path("end_at").asString());
    OffsetDateTime at = OffsetDateTime.parse(launched.path("launched_at").asString());
    assertThat(Duration.between(at, end)).isBetween(Duration.ofDays(364), Duration.ofDays(366));
    String fixed = ", \"schedule\": {\"end_at\": \"2031-01-01T00:00:00Z\"}";
    String other = CAMPAIGNS + "/" + create(DRIP, fixed).id();
    assertThat(api.post(other + "/launch").json().path("schedule").path("end_at").asString())
        .startsWith("2031-01-01");
  }

  @Test
  void who_enters_by_an_event_is_named_nowhere_else() {
    String byEvent = DRIP.replaceFirst("\\{", "{\"entry\": {\"event\": \"cart_abandoned\"},");
    Api.Answer created =
        api.post(CAMPAIGNS, json(byEvent, "").replaceFirst("\"audience_id\": \"[^\"]+\",", ""));

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.json().path("entry_event").asString()).isEqualTo("cart_abandoned");
    assertThat(create(byEvent, "").error("audience_id")).contains("left out");
    Api.Answer nobody =
        api.post(CAMPAIGNS, json(DRIP, "").replaceFirst("\"audience_id\": \"[^\"]+\",", ""));
    assertThat(nobody.error("audience_id")).contains("required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello      | nothing    | journey.steps[0].template        | known for the channel's WABA",
        "\"again\", \"language\" | \"bill\", \"language\" | journey.steps[3].template | of the category",
        "\"1\": \"{{name  | \"2\": \"{{name | journey.steps[0].variables.1    | is required",
        "\"1\": \"{{name  | \"2\": \"{{name | journey.steps[0].variables.2    | not a variable",
        "friend}}   | friend}}     x | journey.steps[0].variables.1    | five spaces",
        "P2D        | -P2D       | journey.steps[1].timeout         | ISO 8601",
      })
  void what_the_account_does_not_have_is_named_by_its_path(
      String from, String to, String field, String says) {
    Api.Answer answer = create(DRIP.replace(from, to), "");

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error(field)).as(answer.body()).contains(says);
    nothingIsStored();
  }

  @Test
  void channels_and_campaigns_of_others_are_refused_and_so_is_a_journey_that_sends_nothing() {
    Given other = new Given(stranger(), jdbc);
    String through =
        DRIP.replaceFirst("\"type\": \"send\",", "$0 \"channel_id\": \"" + other.channel() + "\",");
    assertThat(create(through, "").error("journey.steps[0].channel_id")).contains("this account");
    String unknown =
        through.replaceFirst("\"channel_id\": \"[^\"]+", "\"channel_id\": \"" + UUID.randomUUID());
    assertThat(create(unknown, "").error("journey.steps[0].channel_id"))
        .as("like that of another account")
        .isEqualTo(create(through, "").error("journey.steps[0].channel_id"));
    String enters =
        DRIP.replace(
            "\"type\": \"wait_for\", \"event\": \"read\", \"of\": \"hello\", \"timeout\": \"P2D\"",
            "\"type\": \"enter_journey\", \"campaign_id\": \"" + UUID.randomUUID() + "\"");
    assertThat(create(enters, "").error("journey.steps[1].campaign_id")).contains("with a journey");
    assertThat(
            create("{\"steps\": [{\"id\": \"w\", \"type\": \"wait\", \"duration\": \"P1D\"}]}", "")
                .error("journey.steps"))
        .contains("send step");
    assertThat(create(DRIP, ", \"tracking\": \"ledger\"").error("tracking"))
        .contains("message-workflow");
    assertThat(create(DRIP, ", \"pause_mode\": \"stop\"").error("pause_mode")).contains("freeze");
    assertThat(create(DRIP, ", \"variables\": {}").error("variables")).contains("left out");
    assertThat(create(DRIP, ", \"tracked_links\": true").error("tracked_links"))
        .contains("left out");
    nothingIsStored();
  }

  @Test
  void a_step_may_name_any_channel_of_the_account_whose_waba_has_its_template() {
    UUID apart = elsewhere();
    String through =
        DRIP.replace(
            "\"id\": \"again\", \"type\": \"send\",",
            "\"id\": \"again\", \"type\": \"send\", \"channel_id\": \"" + apart + "\",");
    assertThat(create(through, "").error("journey.steps[3].template"))
        .as("the campaign's own WABA has it, but that is another")
        .contains("555555555555555");
    given.template(apart, "again", "UTILITY", 0);
    assertThat(create(through, "").error("journey.steps[3].template")).contains("of the category");
    jdbc.sql("UPDATE templates SET category = 'MARKETING', status = 'PAUSED' WHERE waba_id = ?")
        .param("555555555555555")
        .update();
    assertThat(create(through, "").error("journey.steps[3].template")).contains("approved");
    nothingIsStored();
    jdbc.sql("UPDATE templates SET status = 'APPROVED'").update();

    Api.Answer created = create(through, "");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.json().path("channel_id").asString()).isEqualTo(channel.toString());
    assertThat(created.json().at("/journey/steps/3/channel_id").asString())
        .isEqualTo(apart.toString());
    String url = CAMPAIGNS + "/" + created.id() + "/journey";
    assertThat(api.put(url, DRIP).status()).isEqualTo(200);
    jdbc.sql("DELETE FROM templates WHERE waba_id = '555555555555555'").update();
    assertThat(api.put(url, through).error("steps[3].template")).contains("555555555555555");
  }

  @Test
  void a_fallback_channel_needs_no_template_that_a_step_sends_through_a_channel_of_its_own() {
    UUID apart = elsewhere();
    given.template(apart, "again", "MARKETING", 0);
    UUID fallback =
        api.post(
                "/api/v1/channels",
                Given.channelJson(Given.number(), "").replace("102290129340398", "666666666666666"))
            .id();
    given.template(fallback, "hello", "MARKETING", 1);
    String more = ", \"fallback_channel_ids\": [\"" + fallback + "\"]";
    String through =
        DRIP.replace(
            "\"id\": \"again\", \"type\": \"send\",",
            "\"id\": \"again\", \"type\": \"send\", \"channel_id\": \"" + apart + "\",");

    assertThat(create(DRIP, more).error("fallback_channel_ids[0]")).contains("again/en_US");
    assertThat(create(through, more).status()).isEqualTo(201);
  }

  @Test
  void a_fallback_channel_needs_every_template_of_the_journey() {
    UUID without = elsewhere();
    given.template(without, "hello", "MARKETING", 1);

    assertThat(
            create(DRIP, ", \"fallback_channel_ids\": [\"" + without + "\"]")
                .error("fallback_channel_ids[0]"))
        .contains("again/en_US");
    String first =
        """
        {"steps": [{"id": "a", "type": "send", "variables": {"1": "x"},
          "template": {"name": "hello", "language": "en_US"}}]}
        """;
    UUID id = create(first, ", \"fallback_channel_ids\": [\"" + without + "\"]").id();
    assertThat(api.put(CAMPAIGNS + "/" + id + "/journey", DRIP).error("fallback_channel_ids[0]"))
        .contains("again/en_US");
  }

  private UUID elsewhere() {
    return api.post(
            "/api/v1/channels",
            Given.channelJson(Given.number(), "").replace("102290129340398", "555555555555555"))
        .id();
  }

  @Test
  void every_hostile_definition_is_refused_with_a_path_and_none_is_stored() throws IOException {
    List<String> wrong = new ArrayList<>();
    Path file = Path.of("../journeys/src/test/resources/hostile-definitions.jsonl");
    for (String line : Files.readAllLines(file)) {
      JsonNode hostile = Api.JSON.readTree(line);
      String definition =
          hostile.has("text")
              ? hostile.path("text").asString()
              : hostile.path("definition").toString();
      Api.Answer answer = create(definition.isBlank() ? "\"\"" : definition, "");
      String path = hostile.path("path").asString();
      boolean named =
          hostile.has("text")
              ? !answer.json().path("detail").asString("").isBlank()
              : !answer.error(path.isEmpty() ? "journey" : "journey." + path).isEmpty();
      if (answer.status() != 400 || !named) {
        wrong.add(hostile.path("why").asString() + ": " + answer);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(create("\"" + "x".repeat(100_000) + "\"", "").status()).isEqualTo(413);
    nothingIsStored();
  }

  @Test
  void another_journey_is_for_new_entrants_and_people_go_over_by_a_migration() {
    String url = CAMPAIGNS + "/" + create(DRIP, "").id();
    String old = api.get(url).json().path("journey_hash").asString();
    String shorter = DRIP.replace("P2D", "P1D").replace("\"id\": \"seen\"", "\"id\": \"look\"");

    Api.Answer refused = api.put(url + "/journey", DRIP.replace("\"again\"}", "\"gone\"}"));
    assertThat(refused.error("steps[2].arms[0].next") + refused.error("steps[3].template"))
        .as(refused.body())
        .isNotEmpty();
    assertThat(api.get(url).json().path("journey_hash").asString()).isEqualTo(old);
    Api.Answer changed = api.put(url + "/journey", shorter);

    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    String present = changed.json().path("journey_hash").asString();
    assertThat(present).isNotEqualTo(old);
    UUID id = changed.id();
    person(id, 0, old, "active", "seen");
    person(id, 1, old, "ended", "again");
    person(id, 2, present, "active", "look");

    Api.Answer some =
        migrate(url, old, "{\"hello\": \"hello\", \"seen\": \"seen\", \"nowhere\": \"exit\"}");
    assertThat(some.error("steps")).contains("again, test");
    assertThat(some.error("steps.seen")).contains("look");
    assertThat(some.body()).contains("of the older journey only");
    String all =
        "{\"hello\": \"hello\", \"seen\": \"look\", \"test\": \"exit\", \"again\": \"exit\"}";
    assertThat(migrate(url, present, all).error("from")).contains("older");
    assertThat(migrate(url, "0".repeat(64), all).error("from")).contains("older journey");
    Api.Answer migrated = migrate(url, old, all);

    assertThat(migrated.status()).as(migrated.body()).isEqualTo(202);
    assertThat(migrated.json().path("told").asInt()).isEqualTo(1);
    assertThat(
            jdbc.sql("SELECT kind FROM journey_signals WHERE campaign_id = ?")
                .param(id)
                .query(String.class)
                .list())
        .containsExactly("recheck");
    assertThat(count("journey_migrations")).isEqualTo(1);

    api.put(url + "/journey", DRIP);
    assertThat(count("journey_migrations")).as("who is on the present plan stays there").isZero();
    jdbc.sql("UPDATE campaigns SET status = 'completed'").update();
    assertThat(api.put(url + "/journey", shorter).status()).isEqualTo(409);
    assertThat(migrate(url, present, all).status()).isEqualTo(409);
  }

  @Test
  void another_journey_must_fit_what_the_campaign_is() {
    String url = CAMPAIGNS + "/" + create(DRIP, "").id();

    String byEvent = DRIP.replaceFirst("\\{", "{\"entry\": {\"event\": \"cart\"},");
    assertThat(api.put(url + "/journey", byEvent).error("entry.event")).contains("Create another");
    String bill =
        """
        {"steps": [{"id": "b", "type": "send", "template": {"name": "bill", "language": "en_US"}}]}
        """;
    assertThat(api.put(url + "/journey", bill).error("steps")).contains("MARKETING");
    String plain = CAMPAIGNS + "/" + given.campaign();
    assertThat(api.put(plain + "/journey", DRIP).status()).isEqualTo(409);
    assertThat(stranger().put(url + "/journey", DRIP).status()).isEqualTo(404);
  }

  @Test
  void journeys_that_would_enter_each_other_in_a_circle_are_refused() {
    UUID last = create(DRIP, "").id();
    UUID middle = create(entering(last), "").id();
    UUID first = create(entering(middle), "").id();

    for (UUID back : List.of(first, middle, last)) {
      Api.Answer refused = api.put(CAMPAIGNS + "/" + last + "/journey", entering(back));
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.error("steps[1].campaign_id"))
          .contains("lead back", (back.equals(last) ? last : middle).toString());
    }
    assertThat(api.put(CAMPAIGNS + "/" + first + "/journey", entering(last)).status())
        .isEqualTo(200);
    jdbc.sql("UPDATE campaigns SET status = 'canceled' WHERE id = ?").param(middle).update();
    assertThat(api.put(CAMPAIGNS + "/" + last + "/journey", entering(middle)).status())
        .as("nobody enters by a campaign that is closed")
        .isEqualTo(200);
  }

  private static String entering(UUID campaign) {
    return DRIP.replace(
        "\"type\": \"wait_for\", \"event\": \"read\", \"of\": \"hello\", \"timeout\": \"P2D\"",
        "\"type\": \"enter_journey\", \"campaign_id\": \"" + campaign + "\"");
  }

  @Test
  void the_schema_is_published() {
    JsonNode schema = api.get("/api/v1/journeys/schema").json();

    assertThat(schema.path("$schema").asString()).contains("2020-12");
    assertThat(schema.toString()).contains("\"wait_for\"", "\"enter_journey\"");
  }

  @Test
  void the_report_tells_people_steps_and_arms_from_the_counters() {
    UUID id = create(DRIP, "").id();
    String hash = api.get(CAMPAIGNS + "/" + id).json().path("journey_hash").asString();
    person(id, 0, hash, "planned", null);
    person(id, 1, hash, "planned", null);
    jdbc.sql(
            """
            UPDATE journeys SET status = 'active', step = 'seen', visit = 1 WHERE ordinal = 0;
            UPDATE journeys SET status = 'active', step = 'seen', visit = 1 WHERE ordinal = 1;
            UPDATE journeys SET status = 'ended', ended_reason = 'event:order_placed', goal = true,
              ended_at = now() WHERE ordinal = 1;
            """)
        .update();
    jdbc.sql(
            """
            INSERT INTO campaign_counters (campaign_id, metric, shard, n) VALUES
              (:id, 'step:hello:read', 1, 3), (:id, 'step:hello:read', 2, 4),
              (:id, 'step:former:entered', 1, 5), (:id, 'arm:test:B:entered', 1, 6),
              (:id, 'arm:test:B:clicked', 1, 2)
            """)
        .param("id", id)
        .update();

    JsonNode journey = api.get(CAMPAIGNS + "/" + id + "/report").json().path("journey");

    assertThat(journey.path("people"))
        .isEqualTo(
            Api.JSON.readTree(
                "{\"all\": 2, \"planned\": 0, \"active\": 1, \"ended\": 1, \"goal\": 1}"));
    assertThat(journey.path("ended").path("event:order_placed").asInt()).isEqualTo(1);
    assertThat(journey.path("steps").path(0).path("read").asInt()).isEqualTo(7);
    ObjectNode seen = (ObjectNode) journey.path("steps").path(1);
    assertThat(seen)
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"id": "seen", "type": "wait_for", "entered": 2, "here": 1, "accepted": 0, "sent": 0,
                 "delivered": 0, "read": 0, "clicked": 0, "replied": 0, "failed": 0}
                """));
    assertThat(journey.path("steps").path(4).path("id").asString()).isEqualTo("former");
    assertThat(journey.path("steps").path(4).path("type").isNull()).isTrue();
    assertThat(journey.path("splits"))
        .isEqualTo(
            Api.JSON.readTree(
                """
                [{"step": "test", "arms": [
                  {"name": "A", "entered": 0, "accepted": 0, "read": 0, "clicked": 0, "replied": 0},
                  {"name": "B", "entered": 6, "accepted": 0, "read": 0, "clicked": 2, "replied": 0}]}]
                """));
  }

  private void person(UUID campaign, long ordinal, String hash, String status, String step) {
    UUID contact = UUID.randomUUID();
    jdbc.sql(
            "INSERT INTO contacts (id, account_id, phone, created_at, updated_at) VALUES (?, ?, ?, now(), now())")
        .params(contact, account, Given.number())
        .update();
    jdbc.sql(
            """
            INSERT INTO journeys (campaign_id, ordinal, contact_id, plan_hash, status, step, created_at)
            VALUES (?, ?, ?, ?, ?, ?, now())
            """)
        .params(campaign, ordinal, contact, hash, status, step)
        .update();
  }

  private Api.Answer migrate(String url, String from, String steps) {
    return api.post(
        url + "/journey/migrate", "{\"from\": \"%s\", \"steps\": %s}".formatted(from, steps));
  }

  private void nothingIsStored() {
    assertThat(count("campaigns") + count("journey_plans")).isZero();
  }

  private int count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }

  private Api.Answer create(String journey, String more) {
    return api.post(CAMPAIGNS, json(journey, more));
  }

  private String json(String journey, String more) {
    return """
        {"name": "Drip", "channel_id": "%s", "audience_id": "%s", "journey": %s%s}
        """
        .formatted(channel, audience, journey, more);
  }
}
