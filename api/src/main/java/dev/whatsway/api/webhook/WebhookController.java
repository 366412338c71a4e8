package dev.whatsway.api.webhook;

import dev.whatsway.store.inbox.EventSplitter;
import dev.whatsway.store.inbox.ReceivedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Meta's webhooks. A body with a good signature is stored and acknowledged, whatever it says; what
 * it means is found out later by the dispatcher, so that Temporal may be down meanwhile. Anything
 * else than 200 makes Meta send again, for days.
 */
@RestController
@RequestMapping("/webhooks/whatsapp")
class WebhookController {

  private static final Logger log = LoggerFactory.getLogger(WebhookController.class);

  /** Meta, "Webhooks": payloads of up to 3 MB. */
  private static final int MAX_BODY = 3 * 1024 * 1024;

  /** Meta gives up after some ten seconds itself. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Apps apps;
  private final EventSplitter splitter;
  private final InboxWriter inbox;
  private final Backlog backlog;
  private final ClientCertificate certificate;
  private final IngressLimits limits;
  private final MeterRegistry meters;

  WebhookController(
      Apps apps,
      EventSplitter splitter,
      InboxWriter inbox,
      Backlog backlog,
      ClientCertificate certificate,
      IngressLimits limits,
      MeterRegistry meters) {
    this.apps = apps;
    this.certificate = certificate;
    this.limits = limits;
    this.splitter = splitter;
    this.inbox = inbox;
    this.backlog = backlog;
    this.meters = meters;
  }

  /** Answers Meta's verification of the callback URL with the bare challenge. */
  @GetMapping({"", "/{channel}"})
  ResponseEntity<String> verify(
      HttpServletRequest request,
      @PathVariable(required = false) @Nullable UUID channel,
      @RequestParam(name = "hub.mode", required = false) @Nullable String mode,
      @RequestParam(name = "hub.challenge", required = false) @Nullable String challenge,
      @RequestParam(name = "hub.verify_token", required = false) @Nullable String token) {
    String address = request.getRemoteAddr();
    if (limits.isSuspect(address)) {
      return tooMany();
    }
    boolean asks = "subscribe".equals(mode) && challenge != null && token != null;
    if (!asks || !apps.verifies(channel, token)) {
      limits.noteRefused(address);
      return plain(403, "The verify token is none of a channel's, or hub.mode is not subscribe.");
    }
    return plain(200, challenge);
  }

  /**
   * Takes a webhook.
   *
   * @param channel the channel whose path it came by, so that only its app may have signed it; null
   *     on the path for all
   */
  @PostMapping({"", "/{channel}"})
  ResponseEntity<String> receive(
      HttpServletRequest request,
      @PathVariable(required = false) @Nullable UUID channel,
      @RequestHeader(name = "X-Hub-Signature-256", required = false) @Nullable String header) {
    if (!certificate.accepts(request)) {
      count("refused", 1);
      return plain(403, "It came without Meta's client certificate.");
    }
    byte[] signature = Signature.read(header);
    if (signature == null) {
      return unsigned(request);
    }
    if (request.getContentLengthLong() > MAX_BODY) {
      return tooLarge();
    }
    try (IngressLimits.Room room = limits.enter(request.getRemoteAddr())) {
      return room == null ? busy() : receive(request, channel, signature, room);
    }
  }

  private ResponseEntity<String> receive(
      HttpServletRequest request,
      @Nullable UUID channel,
      byte[] signature,
      IngressLimits.Room room) {
    IncomingBody body = IncomingBody.read(request, MAX_BODY, LONGEST, room::grow);
    if (body instanceof IncomingBody.Whole whole) {
      Optional<Apps.App> signer = apps.signer(channel, signature, whole.bytes());
      if (signer.isEmpty()) {
        return unsigned(request);
      }
      room.verified();
      return receive(whole.bytes(), signer.get());
    }
    if (body instanceof IncomingBody.NoRoom) {
      return busy();
    }
    if (body instanceof IncomingBody.TooLarge) {
      return tooLarge();
    }
    limits.noteRefused(request.getRemoteAddr());
    count("refused", 1);
    return plain(
        408, "The body broke off, or took longer than %d seconds.".formatted(LONGEST.toSeconds()));
  }

  private ResponseEntity<String> receive(byte[] body, Apps.App signer) {
    // From here on it is ours to be quick. Before, how fast a body comes is its sender's affair,
    // and
    // what nobody has signed must not turn away what Meta has.
    Backlog.Ticket waiting = backlog.enter();
    try {
      store(splitter.split(body, signer));
      return plain(200, "EVENT_RECEIVED");
    } finally {
      waiting.close();
    }
  }

  private ResponseEntity<String> unsigned(HttpServletRequest request) {
    count("refused", 1);
    limits.noteRefused(request.getRemoteAddr());
    if (limits.isSuspect(request.getRemoteAddr())) {
      return tooMany();
    }
    return plain(
        401, "X-Hub-Signature-256 is missing or was not made with the app secret of a channel.");
  }

  private void store(List<ReceivedEvent> events) {
    inbox.add(events);
    for (ReceivedEvent event : events) {
      count(event.kind().wire(), 1);
      if (event.refusal() != null) {
        log.warn("A webhook event was set aside: {}", event.refusal());
      }
    }
  }

  private ResponseEntity<String> busy() {
    count("busy", 1);
    return ResponseEntity.status(503).header(HttpHeaders.RETRY_AFTER, "1").build();
  }

  private void count(String kind, int events) {
    meters.counter("whatsway.webhook.events", "kind", kind).increment(events);
  }

  private static ResponseEntity<String> tooMany() {
    return ResponseEntity.status(429)
        .header(HttpHeaders.RETRY_AFTER, "60")
        .contentType(MediaType.TEXT_PLAIN)
        .body("Too many wrong signatures or tokens from this address; try again in a minute.");
  }

  private static ResponseEntity<String> tooLarge() {
    return plain(413, "A webhook may hold at most 3 MB.");
  }

  private static ResponseEntity<String> plain(int status, String text) {
    return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(text);
  }
}
