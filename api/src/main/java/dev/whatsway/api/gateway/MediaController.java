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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PushbackInputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Media: upload, look-up, download and deletion, each in its {@link MediaTurns turn}. */
@Hidden
@RestController
class MediaController {

  private static final Logger log = LoggerFactory.getLogger(MediaController.class);
  private static final String ENDED =
      "The link has ended, or is not this account's; ask for the media again.";
  private static final String MEDIA = "/{media:\\d{1,64}}";
  private static final List<String> HEADERS =
      List.of("Content-Type", "Content-Disposition", "Content-Range", "Accept-Ranges", "ETag");

  private final KeyGate gate;
  private final GatewayChannels channels;
  private final MediaLinks links;
  private final MediaStreams streams;
  private final MediaTurns turns;
  private final MediaTimes times;
  private final GraphClient graph;
  private final MetaErrors errors;
  private final JsonMapper json;
  private final long maxMedia;

  MediaController(
      KeyGate gate,
      GatewayChannels channels,
      MediaLinks links,
      MediaStreams streams,
      MediaTurns turns,
      MediaTimes times,
      GraphClient graph,
      MetaErrors errors,
      JsonMapper json,
      @Value("${whatsway.gateway.max-media}") DataSize maxMedia) {
    this.gate = gate;
    this.channels = channels;
    this.links = links;
    this.streams = streams;
    this.turns = turns;
    this.times = times;
    this.graph = graph;
    this.errors = errors;
    this.json = json;
    this.maxMedia = maxMedia.toBytes();
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
              request,
              response,
              channel,
              uri(channel, version, channel.phoneNumberId() + "/media"));
        });
  }

  /** Returns null where the answer is written. */
  private @Nullable GatewayAnswer upload(
      HttpServletRequest request, HttpServletResponse response, GatewayChannel channel, URI target)
      throws IOException, InterruptedException {
    long length = request.getContentLengthLong();
    if (length > maxMedia) {
      return errors.tooLarge(maxMedia);
    }
    BoundedStream bounded = new BoundedStream(request.getInputStream(), maxMedia);
    try {
      PushbackInputStream body = new PushbackInputStream(bounded);
      int first = body.read();
      if (first < 0) {
        return errors.invalid("The body is empty.");
      }
      body.unread(first);
      return passedOn(
          streams.upload(target, channel.accessToken(), request.getContentType(), length, body));
    } catch (IOException away) {
      if (bounded.isOver()) {
        return errors.tooLarge(maxMedia);
      }
      // The rest of the body is not waited for.
      AnswerWriter.write(
          request,
          response,
          errors.invalid("The body broke off, paused for too long or took too long in all."));
      response.flushBuffer();
      WireResponse.breakOff(request);
      return null;
    }
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
          String link = links.link(channel, version, node.url(), request.getRequestURL());
          if (link == null) {
            log.warn("A media link of Meta's was too long; it was not passed on.");
            return errors.notReached();
          }
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

  @GetMapping(GatewayController.VERSION + MediaLinks.PATH + "{opaque}")
  void download(
      @PathVariable String opaque, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Caller caller = passed(request, response);
    if (caller == null) {
      return;
    }
    MediaLinks.Target target = links.open(caller.accountId(), opaque);
    if (target == null) {
      AnswerWriter.write(request, response, errors.invalid(ENDED));
      return;
    }
    turns.run(
        request,
        response,
        caller.accountId(),
        () -> {
          GatewayChannel channel = channels.find(caller.accountId(), target.phoneNumberId());
          return channel == null
              ? errors.invalid(ENDED)
              : download(target.url(), channel, request, response);
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
  private Found find(Caller caller, String version, String media, @Nullable String number)
      throws InterruptedException {
    List<GatewayChannel> candidates;
    if (number == null) {
      candidates = channels.oneForEachToken(caller.accountId());
    } else {
      GatewayChannel named = channels.find(caller.accountId(), number);
      candidates = named == null ? List.of() : List.of(named);
    }
    MediaTimes.Limit limit = times.search();
    Found last = new Found(errors.unknownObject("GET", media), null, null);
    for (GatewayChannel channel : candidates) {
      String query = query(channel, number);
      GraphReply reply =
          inTime(
              limit,
              graph.exchangeAsync(
                  "GET", uri(channel, version, media + query), channel.accessToken(), null));
      if (reply == null) {
        return new Found(errors.notReached(), null, null);
      }
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

  /** Returns null where there was no reply in time; the call ends by its own timeout then. */
  private static @Nullable GraphReply inTime(
      MediaTimes.Limit limit, CompletableFuture<GraphReply> reply) throws InterruptedException {
    try {
      return reply.get(limit.patience(), TimeUnit.NANOSECONDS);
    } catch (InterruptedIOException | TimeoutException slow) {
      return null;
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
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

  private interface Work {
    @Nullable GatewayAnswer answer(Caller caller) throws IOException, InterruptedException;
  }

  private void inTurn(HttpServletRequest request, HttpServletResponse response, Work work)
      throws IOException {
    Caller caller = passed(request, response);
    if (caller != null) {
      turns.run(request, response, caller.accountId(), () -> work.answer(caller));
    }
  }

  /** Returns null where the answer is written: the caller may not. */
  private @Nullable Caller passed(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Passage passage = gate.pass(request, Scope.GATEWAY);
    if (passage instanceof Passage.Passed passed) {
      return passed.caller();
    }
    GatewayAnswer refused = errors.refusal(passage);
    AnswerWriter.write(request, response, refused == null ? errors.internal() : refused);
    return null;
  }
}
