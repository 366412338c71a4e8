package dev.whatsway.api.link;

import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.link.LinkTarget;
import dev.whatsway.store.link.LinkTokens;
import dev.whatsway.store.link.TrackedLink;
import dev.whatsway.store.link.TrackedLinks;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Redirects a person to where the message's link leads, and nowhere else: the target stands in the
 * message's row, nothing of it in the request. The first click of a person goes into the inbox, one
 * insert; the dispatcher carries it on. Whatever goes wrong with that, the person gets there.
 */
@RestController
@RequestMapping("/r")
class LinkController {

  private static final Logger log = LoggerFactory.getLogger(LinkController.class);

  private final LinkTokens tokens;
  private final TrackedLinks links;
  private final Inbox inbox;
  private final MeterRegistry meters;
  private final Clock clock;

  LinkController(
      LinkTokens tokens, TrackedLinks links, Inbox inbox, MeterRegistry meters, Clock clock) {
    this.tokens = tokens;
    this.links = links;
    this.inbox = inbox;
    this.meters = meters;
    this.clock = clock;
  }

  @GetMapping("/{token}")
  ResponseEntity<String> follow(@PathVariable String token, HttpServletRequest request) {
    TrackedLink link = tokens.message(token).flatMap(links::find).orElse(null);
    if (link == null || !LinkTarget.leadsSomewhere(link.target())) {
      count("unknown");
      return ResponseEntity.status(HttpStatus.NOT_FOUND)
          .cacheControl(CacheControl.noStore())
          .contentType(MediaType.TEXT_PLAIN)
          .body("This link leads nowhere.");
    }
    Visitor visitor = Visitor.of(request);
    count(visitor.wire());
    if (visitor == Visitor.PERSON && !link.clicked() && link.attemptId() != null) {
      record(link);
    }
    return ResponseEntity.status(HttpStatus.FOUND)
        .location(URI.create(link.target()))
        .cacheControl(CacheControl.noStore())
        // The token is the message's: the page it leads to need not learn it.
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "noindex, nofollow")
        .build();
  }

  private void record(TrackedLink link) {
    try {
      inbox.add(List.of(ClickEvent.of(link, clock.instant())));
    } catch (DataAccessException e) {
      log.warn("A click could not be recorded: {}", e.getClass().getName());
      count("lost");
    }
  }

  private void count(String visitor) {
    meters.counter("whatsway.links.followed", "visitor", visitor).increment();
  }
}
