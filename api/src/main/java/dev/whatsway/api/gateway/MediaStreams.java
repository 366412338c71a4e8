package dev.whatsway.api.gateway;

import dev.whatsway.graph.GraphReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Carries media to and from Meta through fixed buffers; the caller's thread waits meanwhile. */
@Component
class MediaStreams {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MOST_OF_AN_ANSWER = 1024 * 1024;

  /** Until the head of the answer: 100 MB over a slow line, and Meta's own look at them. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /**
   * Uploads.
   *
   * @param length in bytes, -1 where the client does not say: then it goes on in chunks
   * @param body closed by the call
   */
  GraphReply upload(
      URI target, String token, @Nullable String contentType, long length, InputStream body)
      throws InterruptedException {
    BodyPublisher stream = BodyPublishers.ofInputStream(() -> body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("Authorization", "Bearer " + token)
            .timeout(LONGEST)
            .POST(length < 0 ? stream : BodyPublishers.fromPublisher(stream, Math.max(1, length)));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream answer = response.body()) {
        return new GraphReply.Answered(
            response.statusCode(),
            response.headers().firstValue("Content-Type").orElse(null),
            answer.readNBytes(MOST_OF_AN_ANSWER));
      }
    } catch (ConnectException away) {
      return new GraphReply.NotSent(away.getClass().getSimpleName());
    } catch (IOException broken) {
      return new GraphReply.Lost(broken.getClass().getSimpleName());
    }
  }

  /**
   * Downloads; redirects are not followed, since the token would go along.
   *
   * @param range the client's, null for all of it
   */
  HttpResponse<InputStream> download(URI url, String token, @Nullable String range)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + token)
            // Meta's media host turns away what names no program.
            .header("User-Agent", "WhatsWay")
            .timeout(LONGEST);
    if (range != null) {
      request.header("Range", range);
    }
    return http.send(request.GET().build(), BodyHandlers.ofInputStream());
  }
}
