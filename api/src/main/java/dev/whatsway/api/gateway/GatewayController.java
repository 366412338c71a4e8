package dev.whatsway.api.gateway;

import dev.whatsway.api.security.Caller;
import dev.whatsway.api.security.KeyGate;
import dev.whatsway.api.security.Passage;
import dev.whatsway.api.security.Scope;
import dev.whatsway.api.webhook.IncomingBody;
import dev.whatsway.store.gateway.IdempotentRequest;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Meta's own paths for sends, and a clear word on those that this gateway does not carry. */
@Hidden
@RestController
class GatewayController {

  static final String VERSION = "/{version:v\\d{1,3}(?:\\.\\d{1,3})?}";
  static final String NUMBER = "/{number:\\d{1,32}}";

  private static final String KEY = "Idempotency-Key";
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Duration LONGEST_BODY = Duration.ofSeconds(10);

  private final KeyGate gate;
  private final GatewayChannels channels;
  private final GatewayFlow flow;
  private final BodyRoom room;
  private final MetaErrors errors;
  private final int maxJson;

  GatewayController(
      KeyGate gate,
      GatewayChannels channels,
      GatewayFlow flow,
      BodyRoom room,
      MetaErrors errors,
      @Value("${whatsway.gateway.max-json}") DataSize maxJson) {
    this.gate = gate;
    this.channels = channels;
    this.flow = flow;
    this.room = room;
    this.errors = errors;
    this.maxJson = Math.toIntExact(maxJson.toBytes());
  }

  @PostMapping(VERSION + NUMBER + "/messages")
  void messages(
      @PathVariable String version,
      @PathVariable String number,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    send(version, number, false, request, response);
  }

  @PostMapping(VERSION + NUMBER + "/marketing_messages")
  void marketingMessages(
      @PathVariable String version,
      @PathVariable String number,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    send(version, number, true, request, response);
  }

  @RequestMapping({VERSION, VERSION + "/**"})
  void others(HttpServletRequest request, HttpServletResponse response) throws IOException {
    GatewayAnswer refused = errors.refusal(gate.pass(request, Scope.GATEWAY));
    AnswerWriter.write(
        request, response, refused == null ? errors.unsupportedPath(request.getMethod()) : refused);
  }

  private void send(
      String version,
      String number,
      boolean direct,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Passage passage = gate.pass(request, Scope.GATEWAY);
    if (!(passage instanceof Passage.Passed passed)) {
      GatewayAnswer refused = errors.refusal(passage);
      AnswerWriter.write(request, response, refused == null ? errors.internal() : refused);
      return;
    }
    BodyRoom.Place place = room.enter();
    CompletableFuture<GatewayAnswer> answer;
    try {
      answer = send(version, number, direct, passed.caller(), request, place);
    } catch (DataAccessException away) {
      answer = CompletableFuture.completedFuture(errors.unavailable());
    } catch (RuntimeException failure) {
      place.close();
      throw failure;
    }
    answer = answer.whenComplete((done, failure) -> place.close());
    if (answer.isDone()) {
      AnswerWriter.write(request, response, answer.join());
    } else {
      AnswerWriter.writeLater(request.startAsync(), answer, errors);
    }
  }

  private CompletableFuture<GatewayAnswer> send(
      String version,
      String number,
      boolean direct,
      Caller caller,
      HttpServletRequest request,
      BodyRoom.Place place) {
    GatewayChannel channel = channels.find(caller.accountId(), number);
    if (channel == null) {
      return done(errors.unknownObject("POST", number));
    }
    if (request.getQueryString() != null) {
      // Meta takes parameters there as well, and a number in it would be unseen.
      return done(errors.invalid("Parameters go into the body; the path takes no query."));
    }
    String key = request.getHeader(KEY);
    if (key != null && !VISIBLE.matcher(key).matches()) {
      return done(errors.invalid("Idempotency-Key must be 1 to 255 visible ASCII characters."));
    }
    if (request.getContentLengthLong() > maxJson) {
      return done(errors.tooLarge(maxJson));
    }
    IncomingBody body = IncomingBody.read(request, maxJson, LONGEST_BODY, place::grow);
    if (body instanceof IncomingBody.TooLarge) {
      return done(errors.tooLarge(maxJson));
    }
    if (body instanceof IncomingBody.NoRoom) {
      return done(errors.unavailable());
    }
    if (!(body instanceof IncomingBody.Whole whole)) {
      return done(errors.invalid("The body broke off, or took longer than 10 seconds."));
    }
    return send(version, direct, channel, whole.bytes(), key, request);
  }

  private CompletableFuture<GatewayAnswer> send(
      String version,
      boolean direct,
      GatewayChannel channel,
      byte[] body,
      @Nullable String key,
      HttpServletRequest request) {
    SendHead head;
    try {
      head = SendHead.read(body);
    } catch (UnreadableSend unclear) {
      return done(errors.invalid(unclear.details()));
    }
    if (direct && !head.isTemplate()) {
      return done(errors.invalid("Message must be a template message."));
    }
    IdempotentRequest idempotent =
        key == null
            ? null
            : new IdempotentRequest(key, hash("POST " + request.getRequestURI() + "\n", body));
    GatewayRequest send = new GatewayRequest(channel, version, direct, head, body, idempotent);
    return head.note() ? flow.note(send) : flow.send(send);
  }

  private static byte[] hash(String path, byte[] body) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(path.getBytes(StandardCharsets.UTF_8));
      return sha.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private static CompletableFuture<GatewayAnswer> done(GatewayAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
