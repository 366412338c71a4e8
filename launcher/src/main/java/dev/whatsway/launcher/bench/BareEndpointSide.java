package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.bare.endpoint.BareEndpoint;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.postgres.PostgresCluster;
import dev.whatsway.launcher.process.ChildSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The peer of the ingress: an endpoint of Spring Boot with one insert a request, committed before
 * it answers, on the same PostgreSQL. It looks at no signature, knows no repetition, and nothing
 * comes of what it stores.
 */
final class BareEndpointSide implements Contest.Side {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BenchPlace place;
  private final int port;
  private final Supplier<List<String>> bodies;
  private final ClosedLoad load = new ClosedLoad();

  private BareEndpointSide(BenchPlace place, int port, Supplier<List<String>> bodies) {
    this.place = place;
    this.port = port;
    this.bodies = bodies;
  }

  /**
   * Starts its process.
   *
   * @param bodies what is sent in a turn
   */
  static BareEndpointSide start(BenchPlace place, Supplier<List<String>> bodies) {
    execute(place, "CREATE TABLE bare_events (id bigserial PRIMARY KEY, body text NOT NULL)");
    int port = place.peers().freePort().getAsInt();
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest health = HttpRequest.newBuilder(url(port, "/health")).build();
    place
        .peers()
        .start()
        .accept(
            new ChildSpec(
                "bare-endpoint",
                "Bare endpoint",
                () -> command(place, port),
                Map.of("BARE_DATABASE_PASSWORD", place.database().password()),
                "TERM",
                () -> answers(http, health),
                PATIENCE,
                1));
    return new BareEndpointSide(place, port, bodies);
  }

  @Override
  public String title() {
    return "bare Spring endpoint with one insert";
  }

  @Override
  public Contest.Taken run() {
    execute(place, "TRUNCATE bare_events");
    List<HttpRequest> requests =
        bodies.get().stream()
            .map(
                body ->
                    HttpRequest.newBuilder(url(port, "/events"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
            .toList();
    CpuTimes cpu = CpuTimes.begin(place.pids().get());
    double seconds = load.send(requests).seconds();
    return new Contest.Taken(requests.size() / seconds, cpu.details(seconds));
  }

  private static List<String> command(BenchPlace place, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // As our api's in ChildSpecs.
        "-XX:+UseSerialGC",
        "-Xmx1g",
        "-cp",
        System.getProperty("java.class.path"),
        BareEndpoint.class.getName(),
        Integer.toString(port),
        place.database().jdbcUrl(),
        PostgresCluster.USER);
  }

  private static boolean answers(HttpClient http, HttpRequest health)
      throws IOException, InterruptedException {
    return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  private static URI url(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static void execute(BenchPlace place, String sql) {
    try (Connection connection = place.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new LauncherException("The peer's table cannot be had (" + e.getMessage() + ").", e);
    }
  }
}
