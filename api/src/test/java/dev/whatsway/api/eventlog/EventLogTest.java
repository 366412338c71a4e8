package dev.whatsway.api.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.Api.Answer;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class EventLogTest extends ApiTest {

  private static final String WABA = "102290129340398";
  private static final Duration SOON = Duration.ofSeconds(20);

  @Autowired private EventLog log;
  @Autowired private EventStreams streams;
  private UUID channel;
  private UUID campaign;

  @BeforeEach
  void events() {
    Given given = new Given(api, jdbc);
    campaign = given.campaign();
    channel = jdbc.sql("SELECT id FROM channels").query(UUID.class).single();
    log.add(account, WABA, "template.status", Severity.CRITICAL, "Template a: PAUSED.");
    log.add(account, "another", "account.alert", Severity.INFO, "An alert.");
    log.addOfChannel(account, channel, "number.slowed", Severity.WARNING, "Slowed down.");
    jdbc.sql("UPDATE campaigns SET status = 'paused', status_reason = 'Unpaid.'").update();
  }

  @Test
  void lists_the_latest_first_page_by_page() {
    List<String> kinds = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.get("/api/v1/events?limit=1&cursor=" + cursor).json();
      page.path("data").forEach(event -> kinds.add(event.path("kind").asString()));
      cursor = page.path("next_cursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(kinds)
        .containsExactly("campaign.paused", "number.slowed", "account.alert", "template.status");
  }

  @Test
  void says_what_happened_to_whom() {
    JsonNode paused = api.get("/api/v1/events?limit=1").json().path("data").path(0);
    assertThat(paused.path("text").asString()).isEqualTo("Campaign paused: Unpaid.");
    assertThat(paused.path("severity").asString()).isEqualTo("warning");
    assertThat(paused.path("campaign_id").asString()).isEqualTo(campaign.toString());
    assertThat(paused.path("at").asString()).isNotEmpty();
    assertThat(paused.path("inbox_id").isNull()).isTrue();
  }

  @Test
  void filters_by_channel_with_its_waba_by_campaign_and_by_kind() {
    assertThat(kinds("?channel_id=" + channel))
        .containsExactly("campaign.paused", "number.slowed", "template.status");
    assertThat(kinds("?campaign_id=" + campaign)).containsExactly("campaign.paused");
    assertThat(kinds("?kind=template")).containsExactly("template.status");
    assertThat(kinds("?kind=template.status")).containsExactly("template.status");
    assertThat(kinds("?kind=templ")).isEmpty();
    assertThat(api.get("/api/v1/events?kind=%25").error("kind")).contains("stop.opened");
  }

  @Test
  void shows_nothing_of_another_account() {
    for (String query : new String[] {"", "?channel_id=" + channel, "?campaign_id=" + campaign}) {
      Answer answer = stranger().get("/api/v1/events" + query);
      assertThat(answer.status()).as(query).isEqualTo(200);
      assertThat(answer.json().path("data")).as(query).isEmpty();
    }
  }

  @Test
  void is_followed_and_goes_on_after_the_last_event_heard() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    await().atMost(SOON).until(() -> streams.listeners() == 0);
    long last = log.lastId(account);
    HttpResponse<Stream<String>> response = follow("Last-Event-ID", String.valueOf(last - 1));
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    CompletableFuture.runAsync(() -> response.body().forEach(heard::add));
    await().atMost(SOON).until(() -> heard.stream().anyMatch(l -> l.contains("campaign.paused")));

    log.add(account, WABA, "template.quality", Severity.INFO, "News.");
    await().atMost(SOON).until(() -> heard.stream().anyMatch(l -> l.contains("News.")));
    assertThat(heard).contains("id:" + last, "event:event").noneMatch(l -> l.contains("slowed"));
    response.body().close();
  }

  @Test
  void refuses_an_id_that_is_none() throws Exception {
    Answer answer = api.get("/api/v1/events/stream", "Last-Event-ID", "x");
    assertThat(answer.error("Last-Event-ID")).contains("must be");
  }

  private HttpResponse<Stream<String>> follow(String... headers) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            api.request("/api/v1/events/stream", headers).build(),
            HttpResponse.BodyHandlers.ofLines());
  }

  private List<String> kinds(String query) {
    List<String> kinds = new ArrayList<>();
    api.get("/api/v1/events" + query)
        .json()
        .path("data")
        .forEach(event -> kinds.add(event.path("kind").asString()));
    return kinds;
  }
}
