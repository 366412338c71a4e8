package dev.whatsway.simulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows the links in messages as the browser of a person would, but to this machine only: {@code
 * open_links} stands in for the address of the template's button.
 */
final class LinkOpener {
  /** A phone's browser; programs that call themselves otherwise are no person. */
  private static final String USER_AGENT =
      "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/130.0.0.0 Mobile Safari/537.36";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  private final BehaviourStore behaviour;
  private final ScheduledExecutorService scheduler;
  private final HttpClient client;
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  LinkOpener(BehaviourStore behaviour, ScheduledExecutorService scheduler, Executor executor) {
    this.behaviour = behaviour;
    this.scheduler = scheduler;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(executor)
            .build();
  }

  /** Returns whether it is null or a URL of this machine that no parameter can lead away from. */
  static boolean isBase(@Nullable String url) {
    if (url == null) {
      return true;
    }
    try {
      URI uri = URI.create(url);
      // Without a path, a parameter such as "@example.com" would become part of the host.
      return "http".equals(uri.getScheme())
          && uri.getHost() != null
          && LOOPBACK.matcher(uri.getHost()).matches()
          && uri.getUserInfo() == null
          && uri.getPath().startsWith("/")
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Follows a link after that many milliseconds, if the behaviour then still says so. */
  void open(String parameter, long afterMs) {
    scheduler.schedule(() -> open(parameter), afterMs, TimeUnit.MILLISECONDS);
  }

  SimulatorSummary.Links counts() {
    return new SimulatorSummary.Links(opened.get(), failed.get());
  }

  private void open(String parameter) {
    String base = behaviour.current().openLinks();
    if (base == null) {
      return;
    }
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create(base + parameter))
              .timeout(Duration.ofSeconds(10))
              .header("User-Agent", USER_AGENT)
              .header("Accept", "text/html,*/*;q=0.8")
              .GET()
              .build();
    } catch (IllegalArgumentException e) {
      // A parameter that makes no URL; a browser would not get there either.
      failed.incrementAndGet();
      return;
    }
    client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .whenComplete(
            (response, failure) -> {
              boolean arrived = failure == null && response.statusCode() < 400;
              (arrived ? opened : failed).incrementAndGet();
            });
  }
}
