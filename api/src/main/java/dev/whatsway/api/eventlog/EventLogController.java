package dev.whatsway.api.eventlog;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.eventlog.EventFilter;
import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.LoggedEvent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "events", description = "What happened to numbers, WABAs, templates and campaigns.")
class EventLogController {

  private static final String KIND = "A kind such as stop.opened, or its first word, such as stop.";

  private final EventLog log;
  private final EventStreams streams;

  EventLogController(EventLog log, EventStreams streams) {
    this.log = log;
    this.streams = streams;
  }

  @GetMapping
  @Operation(
      summary = "List what happened, latest first",
      description = "With channel_id: to the channel, and to its WABA as a whole.")
  Page<EventView> list(
      @RequestParam(name = "channel_id", required = false) @Nullable UUID channelId,
      @RequestParam(name = "campaign_id", required = false) @Nullable UUID campaignId,
      @Parameter(description = KIND) @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    long before = Cursor.number(cursor);
    return Page.of(
        log.latest(
            filter(caller, channelId, campaignId, kind),
            before < 0 ? Long.MAX_VALUE : before,
            Cursor.limit(limit) + 1),
        limit,
        EventView::of,
        LoggedEvent::id);
  }

  @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "Follow what happens",
      description =
          "Server-sent events, each an Event under its id. It begins with what happens next, or"
              + " after the id in the header Last-Event-ID, which browsers send when they connect"
              + " again: so nothing is missed.")
  SseEmitter follow(
      @RequestParam(name = "channel_id", required = false) @Nullable UUID channelId,
      @RequestParam(name = "campaign_id", required = false) @Nullable UUID campaignId,
      @Parameter(description = KIND) @RequestParam(required = false) @Nullable String kind,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      Caller caller) {
    EventFilter filter = filter(caller, channelId, campaignId, kind);
    return streams.listen(filter, after(lastEventId, caller));
  }

  private long after(@Nullable String lastEventId, Caller caller) {
    if (lastEventId == null || lastEventId.isBlank()) {
      return log.lastId(caller.accountId());
    }
    try {
      return Long.parseLong(lastEventId.strip());
    } catch (NumberFormatException e) {
      throw ApiException.invalid("Last-Event-ID", "must be the id of an event of this stream.");
    }
  }

  private static EventFilter filter(
      Caller caller, @Nullable UUID channelId, @Nullable UUID campaignId, @Nullable String kind) {
    if (kind != null && !kind.matches("[a-z_]{1,40}(\\.[a-z_]{1,40})?")) {
      throw ApiException.invalid("kind", "must be a kind such as stop.opened, or its first word.");
    }
    return new EventFilter(caller.accountId(), channelId, campaignId, kind);
  }
}
