package dev.whatsway.api.webhook;

import dev.whatsway.store.inbox.EventSplitter;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.ReceivedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
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

  private final Apps apps;
  private final EventSplitter splitter;
  private final Inbox inbox;
  private final MeterRegistry meters;

  WebhookController(Apps apps, EventSplitter splitter, Inbox inbox, MeterRegistry meters) {
    this.apps = apps;
    this.splitter = splitter;
    this.inbox = inbox;
    this.meters = meters;
  }

  /** Answers Meta's verification of the callback URL with the bare challenge. */
  @GetMapping
  ResponseEntity<String> verify(
      @RequestParam(name = "hub.mode", required = false) @Nullable String mode,
      @RequestParam(name = "hub.challenge", required = false) @Nullable String challenge,
      @RequestParam(name = "hub.verify_token", required = false) @Nullable String token) {
    if (!"subscribe".equals(mode) || challenge == null || token == null || !apps.verifies(token)) {
      return plain(403, "The verify token is none of a channel's, or hub.mode is not subscribe.");
    }
    return plain(200, challenge);
  }

  @PostMapping
  ResponseEntity<String> receive(
      HttpServletRequest request,
      @RequestHeader(name = "X-Hub-Signature-256", required = false) @Nullable String header)
      throws IOException {
    if (request.getContentLengthLong() > MAX_BODY) {
      return tooLarge();
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      return tooLarge();
    }
    byte[] signature = Signature.read(header);
    Optional<Apps.App> signer = signature == null ? Optional.empty() : apps.signer(signature, body);
    if (signer.isEmpty()) {
      count("refused", 1);
      return plain(
          401, "X-Hub-Signature-256 is missing or was not made with the app secret of a channel.");
    }
    store(splitter.split(body, signer.get()));
    return plain(200, "EVENT_RECEIVED");
  }

  private void store(List<ReceivedEvent> events) {
    int added = inbox.add(events);
    count("repeated", events.size() - added);
    for (ReceivedEvent event : events) {
      count(event.kind().wire(), 1);
      if (event.refusal() != null) {
        log.warn("A webhook event was set aside: {}", event.refusal());
      }
    }
  }

  private void count(String kind, int events) {
    meters.counter("whatsway.webhook.events", "kind", kind).increment(events);
  }

  private static ResponseEntity<String> tooLarge() {
    return plain(413, "A webhook may hold at most 3 MB.");
  }

  private static ResponseEntity<String> plain(int status, String text) {
    return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(text);
  }
}
