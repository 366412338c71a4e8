package dev.whatsway.api.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class EventsTest extends ApiTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Autowired private CampaignEvents events;
  private Given given;
  private UUID id;

  @BeforeEach
  void aCampaign() {
    given = new Given(api, jdbc);
    id = given.campaign();
  }

  @Test
  void a_listener_hears_every_change_and_the_end() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    HttpResponse<Stream<String>> response =
        HttpClient.newHttpClient()
            .send(
                api.request("/api/v1/campaigns/" + id + "/events").build(),
                HttpResponse.BodyHandlers.ofLines());
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    CompletableFuture<Void> over =
        CompletableFuture.runAsync(() -> response.body().forEach(heard::add));

    await().atMost(SOON).until(() -> heard.stream().anyMatch(l -> l.contains("\"draft\"")));
    jdbc.sql("UPDATE campaigns SET status = 'running' WHERE id = ?").param(id).update();
    given.message(id, 0, "queued");
    await().atMost(SOON).until(() -> heard.stream().anyMatch(l -> l.contains("\"queued\":1")));
    jdbc.sql("UPDATE messages SET status = 'canceled'").update();
    jdbc.sql("UPDATE campaigns SET status = 'canceled' WHERE id = ?").param(id).update();

    await().atMost(SOON).until(over::isDone);
    assertThat(heard).contains("event:progress", "event:end");
    assertThat(heard.stream().filter(l -> l.startsWith("data:")).reduce((a, b) -> b).orElse(""))
        .contains("\"status\":\"canceled\"", "\"canceled\":1");
    await().atMost(SOON).until(() -> events.listeners() == 0);
  }

  @Test
  void no_more_listeners_than_allowed() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String path = "/api/v1/campaigns/" + id + "/events";
    await().atMost(SOON).until(() -> events.listeners() == 0);
    InputStream one = open(client, path);
    InputStream two = open(client, path);
    try {
      HttpResponse<InputStream> third =
          client.send(api.request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(new String(third.body().readAllBytes(), StandardCharsets.UTF_8))
          .contains("too-many-listeners");
    } finally {
      one.close();
      two.close();
    }
    // A connection that was dropped is noticed at the next write.
    jdbc.sql("UPDATE campaigns SET status = 'paused' WHERE id = ?").param(id).update();
    await()
        .atMost(SOON)
        .until(
            () -> {
              jdbc.sql(
                      "UPDATE campaigns SET status_reason = coalesce(status_reason, '') || '.'"
                          + " WHERE id = ?")
                  .param(id)
                  .update();
              return events.listeners() == 0;
            });
  }

  private InputStream open(HttpClient client, String path) throws Exception {
    HttpResponse<InputStream> response =
        client.send(api.request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }
}
