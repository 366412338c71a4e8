package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.GatewayResult.Phase;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.SampleTemplate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway adds: the same requests by turns to the simulator and to the gateway in front of
 * it, so that both meet the same machine in the same moments. First templates of a category that is
 * known, then texts.
 */
final class GatewayBench {

  private static final int PER_SECOND = 50;

  /**
   * The simulator's, the same for every request; much less than Meta's, so that it hides nothing.
   */
  private static final int LATENCY_MILLIS = 10;

  /** Far more than is sent, so that nothing waits for the number's pace. */
  private static final int THROUGHPUT = 1_000;

  /**
   * Until the api knows the template and has compiled what it runs: HotSpot's second compiler takes
   * up a method when it was called 5,000 times, and takes its time on two busy cores.
   */
  private static final Duration WARM_UP = Duration.ofSeconds(150);

  private static final int WARM_UP_PER_SECOND = 60;

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String NUMBER = "/v23.0/" + BenchShop.PHONE_NUMBER_ID;

  private final BenchPlace place;
  private final Duration phase;
  private final Console console;
  private final BenchShop shop;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final EvenLoad load = new EvenLoad(http);
  private long people;

  /**
   * @param phase how long each of the two phases lasts
   */
  GatewayBench(BenchPlace place, Duration phase, Console console) {
    this.place = place;
    this.phase = phase;
    this.console = console;
    this.shop = place.shop();
  }

  /**
   * Runs the phases one after the other.
   *
   * @throws LauncherException when one of the two does not answer 200 to begin with
   */
  GatewayResult run() {
    shop.open(THROUGHPUT);
    // Nor webhooks: those of the direct requests would be work that no gateway has.
    shop.simulator()
        .put(
            "/_simulator/behaviour",
            Map.of(
                "latency_ms",
                Map.of("min", LATENCY_MILLIS, "max", LATENCY_MILLIS),
                "rates",
                Map.of("reach", Map.of("silent", 1.0))));
    Kind text = new Kind("text", NUMBER + "/messages", GatewayBench::text);
    Kind template =
        new Kind("marketing template", NUMBER + "/marketing_messages", GatewayBench::template);
    warmUp(List.of(text, template));
    return new GatewayResult(PER_SECOND, LATENCY_MILLIS, List.of(phase(template), phase(text)));
  }

  /** What is sent, and where to directly. */
  private record Kind(String name, String directly, LongFunction<String> body) {}

  /** All kinds together, so that no phase measures the compiler. */
  private void warmUp(List<Kind> kinds) {
    List<Supplier<HttpRequest>> targets = new ArrayList<>();
    for (Kind kind : kinds) {
      requireAccepted(direct(kind));
      requireAccepted(gateway(kind));
      targets.add(direct(kind));
      targets.add(gateway(kind));
    }
    console.line("Warming up for " + Console.seconds(WARM_UP));
    load.send(WARM_UP_PER_SECOND, WARM_UP, targets);
  }

  private Supplier<HttpRequest> direct(Kind kind) {
    return () ->
        request(
            place.simulatorUrl() + kind.directly, DemoRun.ACCESS_TOKEN, kind.body.apply(people++));
  }

  private Supplier<HttpRequest> gateway(Kind kind) {
    return () ->
        request(place.apiUrl() + NUMBER + "/messages", place.apiKey(), kind.body.apply(people++));
  }

  private Phase phase(Kind kind) {
    console.line("Measuring for " + Console.seconds(phase) + ": " + kind.name);
    long before = acceptedBySimulator();
    List<Latencies> taken = load.send(PER_SECOND, phase, List.of(direct(kind), gateway(kind)));
    return new Phase(kind.name, taken.get(0), taken.get(1), acceptedBySimulator() - before);
  }

  private long acceptedBySimulator() {
    JsonNode summary = shop.simulator().get("/_simulator/summary");
    return summary.path("accepted_sends").asLong();
  }

  private void requireAccepted(Supplier<HttpRequest> target) {
    HttpRequest request = target.get();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new LauncherException(
            "POST %s was answered with %d: %s"
                .formatted(request.uri(), answer.statusCode(), answer.body()));
      }
    } catch (IOException e) {
      throw new LauncherException(
          "POST %s got no answer (%s)".formatted(request.uri(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException("Interrupted.", e);
    }
  }

  private static HttpRequest request(String url, String token, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static String template(long person) {
    return """
        {"messaging_product":"whatsapp","recipient_type":"individual","to":"%s","type":"template",\
        "template":{"name":"%s","language":{"code":"%s"},"components":[{"type":"body",\
        "parameters":[{"type":"text","text":"Ana"}]}]}}"""
        .formatted(number(person), SampleTemplate.NAME, SampleTemplate.LANGUAGE);
  }

  private static String text(long person) {
    return """
        {"messaging_product":"whatsapp","recipient_type":"individual","to":"%s","type":"text",\
        "text":{"body":"Your parcel is on its way."}}"""
        .formatted(number(person));
  }

  /** Everybody gets one message, so that no limit on a pair of numbers is met. */
  private static String number(long person) {
    return "+49151%08d".formatted(12_000_000 + person);
  }
}
