package dev.whatsway.api.gateway;

import dev.whatsway.api.security.Caller;
import dev.whatsway.api.security.KeyGate;
import dev.whatsway.api.security.Passage;
import dev.whatsway.api.security.Scope;
import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.graph.GraphError;
import dev.whatsway.graph.GraphReply;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Media: upload, look-up, download and deletion. Each runs on a thread of its own small pool, since
 * a slow line holds it for minutes; who finds none free is asked to come again.
 */
@Hidden
@RestController
class MediaController implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MediaController.class);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final String MEDIA = "/{media:\\d{1,64}}";
  private static final String LINK = "/whatsway-media/";
  private static final List<String> HEADERS =
      List.of("Content-Type", "Content-Disposition", "Content-Range", "Accept-Ranges", "ETag");

  private final KeyGate gate;
  private final GatewayChannels channels;
  private final MediaLinks links;
  private final MediaStreams streams;
  private final GraphClient graph;
  private final MetaErrors errors;
  private final JsonMapper json;
  private final long maxMedia;
  private final ThreadPoolExecutor threads;

  MediaController(
      KeyGate gate,
      GatewayChannels channels,
      MediaLinks links,
      MediaStreams streams,
      GraphClient graph,
      MetaErrors errors,
      JsonMapper json,
      @Value("${whatsway.gateway.max-media}") DataSize maxMedia,
      @Value("${whatsway.gateway.media-streams}") int most) {
    this.gate = gate;
    this.channels = channels;
    this.links = links;
    this.streams = streams;
    this.graph = graph;
    this.errors = errors;
    this.json = json;
    this.maxMedia = maxMedia.toBytes();
    this.threads =
        new ThreadPoolExecutor(
            0,
            most,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            GatewayThreads.named("gateway-media"));
  }

  @PostMapping(GatewayController.VERSION + GatewayController.NUMBER + "/media")
  void upload(
      @PathVariable String version,
      @PathVariable String number,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    inTurn(
        request,
        response,
        caller -> {
          GatewayChannel channel = channels.find(caller.accountId(), number);
          if (channel == null) {
            return errors.unknownObject("POST", number);
          }
          if (request.getQueryString() != null) {
            return errors.invalid("Parameters go into the body; the path takes no query.");
          }
          return upload(
              request, channel, uri(channel, version, channel.phoneNumberId() + "/media"));
        });
  }

  private GatewayAnswer upload(HttpServletRequest request, GatewayChannel channel, URI target)
      throws IOException, InterruptedException {
    long length = request.getContentLengthLong();
    if (length > maxMedia) {
      return errors.tooLarge(maxMedia);
    }
    BoundedStream body = new BoundedStream(request.getInputStream(), maxMedia);
    GraphReply reply =
        streams.upload(target, channel.accessToken(), request.getContentType(), length, body);
    return body.isOver() ? errors.tooLarge(maxMedia) : passedOn(reply);
  }

  @GetMapping(GatewayController.VERSION + MEDIA)
  void find(
      @PathVariable String version,
      @PathVariable String media,
      @RequestParam(name = "phone_number_id", required = false) @Nullable String number,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    inTurn(
        request,
        response,
        caller -> {
          Found found = find(caller, version, media, number);
          MediaNode node = found.node();
          GatewayChannel channel = found.channel();
          if (node == null || channel == null) {
            return found.answer();
          }
          if (!links.isMetas(channel, node.url())) {
            log.warn("A media link led to a host that is not Meta's; it was not passed on.");
            return errors.notReached();
          }
          String link =
              request.getRequestURL().toString().replaceAll("/v[^/]*/[^/]*$", "")
                  + "/"
                  + version
                  + LINK
                  + links.seal(channel, node.url());
          GatewayAnswer answer = found.answer();
          return answer.with(node.with(answer.body(), link));
        });
  }

  @DeleteMapping(GatewayController.VERSION + MEDIA)
  void delete(
      @PathVariable String version,
      @PathVariable String media,
      @RequestParam(name = "phone_number_id", required = false) @Nullable String number,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    inTurn(
        request,
        response,
        caller -> {
          // Graph deletes objects of every kind by this path; the key is good for media alone.
          Found found = find(caller, version, media, number);
          GatewayChannel channel = found.channel();
          return found.node() == null || channel == null
              ? found.answer()
              : passedOn(
                  graph
                      .exchangeAsync(
                          "DELETE",
                          uri(channel, version, media + query(channel, number)),
                          channel.accessToken(),
                          null)
                      .join());
        });
  }

  @GetMapping(GatewayController.VERSION + LINK + "{opaque:[A-Za-z0-9_-]{1,4000}}")
  void download(
      @PathVariable String opaque, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    inTurn(
        request,
        response,
        caller -> {
          MediaLinks.Target target = links.open(caller.accountId(), opaque);
          GatewayChannel channel =
              target == null ? null : channels.find(caller.accountId(), target.phoneNumberId());
          if (target == null || channel == null) {
            return errors.invalid(
                "The link has ended, or is not this account's; ask for the media" + " again.");
          }
          return download(target.url(), channel, request, response);
        });
  }

  /** Returns null where the answer is written. */
  private @Nullable GatewayAnswer download(
      URI url, GatewayChannel channel, HttpServletRequest request, HttpServletResponse response)
      throws InterruptedException {
    HttpResponse<InputStream> file;
    try {
      file = streams.download(url, channel.accessToken(), request.getHeader("Range"));
    } catch (IOException away) {
      return errors.notReached();
    }
    try (InputStream body = new BoundedStream(file.body(), maxMedia)) {
      response.setStatus(file.statusCode());
      for (String header : HEADERS) {
        file.headers().firstValue(header).ifPresent(value -> response.setHeader(header, value));
      }
      file.headers().firstValueAsLong("Content-Length").ifPresent(response::setContentLengthLong);
      body.transferTo(response.getOutputStream());
      return null;
    } catch (IOException broken) {
      if (response.isCommitted()) {
        // The client must see that it is not whole.
        WireResponse.breakOff(request);
        return null;
      }
      response.reset();
      return errors.notReached();
    }
  }

  /**
   * What Meta says of a media id.
   *
   * @param node null where it is no media of the account's
   */
  private record Found(
      GatewayAnswer answer, @Nullable GatewayChannel channel, @Nullable MediaNode node) {}

  /**
   * Asks with the token of the number named, else with each of the account's until one knows it.
   */
  private Found find(Caller caller, String version, String media, @Nullable String number) {
    List<GatewayChannel> candidates;
    if (number == null) {
      candidates = channels.oneForEachToken(caller.accountId());
    } else {
      GatewayChannel named = channels.find(caller.accountId(), number);
      candidates = named == null ? List.of() : List.of(named);
    }
    Found last = new Found(errors.unknownObject("GET", media), null, null);
    for (GatewayChannel channel : candidates) {
      String query = query(channel, number);
      GraphReply reply =
          graph
              .exchangeAsync(
                  "GET", uri(channel, version, media + query), channel.accessToken(), null)
              .join();
      if (reply instanceof GraphReply.Answered answered && answered.http() / 100 == 2) {
        MediaNode node = MediaNode.read(answered.body());
        if (node != null) {
          return new Found(passedOn(reply), channel, node);
        }
      } else if (!isUnknownObject(reply)) {
        last = new Found(passedOn(reply), null, null);
      }
    }
    return last;
  }

  private static String query(GatewayChannel channel, @Nullable String number) {
    return number == null ? "" : "?phone_number_id=" + channel.phoneNumberId();
  }

  private boolean isUnknownObject(GraphReply reply) {
    GraphError error =
        reply instanceof GraphReply.Answered answered
            ? GraphError.read(json, new String(answered.body(), StandardCharsets.UTF_8))
            : null;
    return error != null && error.code() == 100;
  }

  private GatewayAnswer passedOn(GraphReply reply) {
    return reply instanceof GraphReply.Answered answered
        ? GatewayAnswer.metas(answered).of(Route.CLOUD, 1, null)
        : errors.notReached();
  }

  private static URI uri(GatewayChannel channel, String version, String path) {
    return URI.create(channel.graphUrl() + "/" + version + "/" + path);
  }

  /** What a request does on its own thread; null where it has written its answer itself. */
  private interface Work {
    @Nullable GatewayAnswer answer(Caller caller) throws IOException, InterruptedException;
  }

  private void inTurn(HttpServletRequest request, HttpServletResponse response, Work work)
      throws IOException {
    Passage passage = gate.pass(request, Scope.GATEWAY);
    if (!(passage instanceof Passage.Passed passed)) {
      GatewayAnswer refused = errors.refusal(passage);
      AnswerWriter.write(request, response, refused == null ? errors.internal() : refused);
      return;
    }
    AsyncContext context = request.startAsync();
    context.setTimeout(LONGEST.toMillis());
    try {
      threads.execute(
          () -> {
            try {
              answer(request, response, passed.caller(), work);
            } finally {
              context.complete();
            }
          });
    } catch (RejectedExecutionException full) {
      AnswerWriter.write(request, response, errors.unavailable());
      context.complete();
    }
  }

  private void answer(
      HttpServletRequest request, HttpServletResponse response, Caller caller, Work work) {
    GatewayAnswer answer;
    try {
      answer = work.answer(caller);
    } catch (IOException gone) {
      // The client does not wait any more.
      return;
    } catch (DataAccessException away) {
      answer = errors.unavailable();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      answer = errors.unavailable();
    } catch (RuntimeException failure) {
      log.warn("Media could not be carried: {}", failure.getClass().getName());
      answer = errors.internal();
    }
    if (answer == null) {
      return;
    }
    if (response.isCommitted()) {
      WireResponse.breakOff(request);
    } else {
      try {
        AnswerWriter.write(request, response, answer);
      } catch (IOException gone) {
        log.debug("A client did not wait for its answer");
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
