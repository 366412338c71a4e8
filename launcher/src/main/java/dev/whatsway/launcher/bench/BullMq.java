package dev.whatsway.launcher.bench;

import dev.whatsway.graph.GraphClient;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.SampleTemplate;
import dev.whatsway.launcher.postgres.PostgresCluster;
import dev.whatsway.launcher.process.ChildSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The program of {@code bench/peers/bullmq}, running. */
final class BullMq {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String url;
  private final Duration limit;

  private BullMq(String url, Duration limit) {
    this.url = url;
    this.limit = limit;
  }

  /**
   * Starts it.
   *
   * @param limit how long a turn may take
   */
  static BullMq start(NodeProgram program, int redisPort, BenchPlace place, Duration limit) {
    int port = place.peers().freePort().getAsInt();
    BullMq bullMq = new BullMq("http://127.0.0.1:" + port, limit);
    place
        .peers()
        .start()
        .accept(
            new ChildSpec(
                "bullmq",
                "BullMQ",
                program::command,
                environment(port, redisPort, place),
                "TERM",
                bullMq::serves,
                PATIENCE,
                1));
    return bullMq;
  }

  /**
   * Lets it send to so many people.
   *
   * @throws LauncherException where not all of it is done
   */
  BullMqRun run(long recipients) {
    String body = "{\"count\": " + recipients + "}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/run"))
            .timeout(limit)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new LauncherException("BullMQ's program failed: " + answer.body());
      }
      return BullMqRun.read(answer.body(), recipients);
    } catch (IOException e) {
      throw new LauncherException(
          "BullMQ's program gave no answer within " + limit.toMinutes() + " minutes (" + e + ").",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException("Interrupted.", e);
    }
  }

  private boolean serves() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  private static Map<String, String> environment(int port, int redisPort, BenchPlace place) {
    URI database = URI.create(place.database().jdbcUrl().substring("jdbc:".length()));
    Map<String, String> variables = new HashMap<>();
    variables.put("PEER_PORT", Integer.toString(port));
    variables.put("REDIS_PORT", Integer.toString(redisPort));
    variables.put("PGHOST", database.getHost());
    variables.put("PGPORT", Integer.toString(database.getPort()));
    variables.put("PGDATABASE", database.getPath().substring(1));
    variables.put("PGUSER", PostgresCluster.USER);
    variables.put("PGPASSWORD", place.database().password());
    variables.put("GRAPH_URL", place.simulatorUrl());
    variables.put("ACCESS_TOKEN", DemoRun.ACCESS_TOKEN);
    variables.put("VERSION", GraphClient.VERSION);
    variables.put(
        "PHONE_NUMBER_IDS", String.join(",", BenchShop.phoneNumberIds(BulkBench.NUMBERS)));
    variables.put("TEMPLATE", SampleTemplate.NAME);
    variables.put("LANGUAGE", SampleTemplate.LANGUAGE);
    return variables;
  }
}
