package dev.whatsway.api.inbox;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.inbox.SetAside;
import dev.whatsway.store.inbox.SetAside.Event;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhook events that could not be handled. An account sees its own: of its numbers, and of WABAs
 * in which the app that signed the event has a number of the account's. What is of nobody (signed
 * with another app's secret, or no webhook at all) shows in log and metrics alone: whoever could
 * replay it would get around the signature.
 */
@RestController
@RequestMapping("/api/v1/inbox")
@Tag(name = "inbox", description = "Webhook events that could not be handled, and their replay.")
class InboxController {

  private static final String SET_ASIDE = "set_aside";

  private final SetAside inbox;
  private final JsonMapper json;

  InboxController(SetAside inbox, JsonMapper json) {
    this.inbox = inbox;
    this.json = json;
  }

  @GetMapping
  @Operation(
      summary = "List the webhook events that were set aside",
      description = "Oldest first. They are kept for 90 days.")
  Page<InboxEventView> list(
      @RequestParam(defaultValue = SET_ASIDE) String state,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    if (!state.equals(SET_ASIDE)) {
      throw ApiException.invalid("state", "must be set_aside; others go by without help.");
    }
    return Page.of(
        inbox.page(caller.accountId(), Cursor.number(cursor), Cursor.limit(limit) + 1),
        limit,
        InboxEventView::of,
        Event::id);
  }

  @GetMapping("/{id}")
  @Operation(
      summary = "Get a webhook event as Meta sent it",
      description = "It may hold what people wrote, and their numbers. Kept for 14 days.")
  InboxEventView.Raw get(@PathVariable long id, Caller caller) {
    return InboxEventView.Raw.of(find(id, caller), json);
  }

  @PostMapping("/{id}/replay")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Have an event that was set aside handled again",
      description = "At once, and with all its tries. 409 when it is not set aside.")
  InboxEventView replay(@PathVariable long id, Caller caller) {
    Event event = find(id, caller);
    if (!inbox.replay(id)) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          event.state().equals("done")
              ? "The event was handled; only one that is set aside can be replayed."
              : "The event is about to be handled; only one that is set aside can be replayed.");
    }
    return InboxEventView.of(find(id, caller));
  }

  private Event find(long id, Caller caller) {
    return inbox
        .find(caller.accountId(), id)
        .orElseThrow(
            () ->
                new ApiException(
                    ProblemKind.NOT_FOUND,
                    "There is no webhook event %d in this account; handled ones are kept for 14 days."
                        .formatted(id)));
  }
}
