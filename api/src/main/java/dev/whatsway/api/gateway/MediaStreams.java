package dev.whatsway.api.gateway;

import dev.whatsway.graph.GraphReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Carries media to and from Meta through fixed buffers; the caller's thread waits meanwhile. */
@Component
class MediaStreams implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MOST_OF_AN_ANSWER = 1024 * 1024;

  private final MediaTimes times;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(GatewayThreads.named("gateway-media-http"));
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(threads)
          .build();

  MediaStreams(MediaTimes times) {
    this.times = times;
  }

  /**
   * Uploads.
   *
   * @param length in bytes, -1 where the client does not say: then it goes on in chunks
   * @param body read by this thread alone, and not after the call
   * @throws UploadPipe.ClientAway where the client has not sent all of it
   */
  GraphReply upload(
      URI target, String token, @Nullable String contentType, long length, InputStream body)
      throws InterruptedException, UploadPipe.ClientAway {
    MediaTimes.Limit limit = times.stream();
    UploadPipe pipe = new UploadPipe(length, threads);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).header("Authorization", "Bearer " + token).POST(pipe);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    CompletableFuture<HttpResponse<InputStream>> call =
        http.sendAsync(request.build(), head -> new TimedBody(limit));
    try {
      pipe.fill(body, limit, call);
      HttpResponse<InputStream> response = call.get(limit.patience(), TimeUnit.NANOSECONDS);
      try (InputStream answer = response.body()) {
        return new GraphReply.Answered(
            response.statusCode(),
            response.headers().firstValue("Content-Type").orElse(null),
            answer.readNBytes(MOST_OF_AN_ANSWER));
      }
    } catch (UploadPipe.ClientAway away) {
      throw away;
    } catch (ExecutionException failure) {
      return failure.getCause() instanceof ConnectException
          ? new GraphReply.NotSent("no connection")
          : new GraphReply.Lost("connection broken");
    } catch (IOException | TimeoutException slow) {
      return new GraphReply.Lost("timeout");
    } finally {
      pipe.breakOff(new IOException("The upload was broken off."));
      call.cancel(true);
    }
  }

  /**
   * Downloads; redirects are not followed, since the token would go along.
   *
   * @param range the client's, null for all of it
   */
  HttpResponse<InputStream> download(URI url, String token, @Nullable String range)
      throws IOException, InterruptedException {
    MediaTimes.Limit limit = times.stream();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + token)
            // Meta's media host turns away what names no program.
            .header("User-Agent", "WhatsWay")
            // Until the head; the body has the limit's.
            .timeout(times.pause());
    if (range != null) {
      request.header("Range", range);
    }
    return http.send(request.GET().build(), head -> new TimedBody(limit));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
