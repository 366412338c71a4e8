package dev.whatsway.api.journey;

import dev.whatsway.api.contact.Phones;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.journey.setting.Names;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.journey.CustomEvents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "journeys")
class CustomEventController {

  private static final int MAX_ID = 200;

  private final Contacts contacts;
  private final CustomEvents events;
  private final Clock clock;

  CustomEventController(Contacts contacts, CustomEvents events, Clock clock) {
    this.contacts = contacts;
    this.events = events;
    this.clock = clock;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Tell of something that a person did",
      description =
          "Whoever may enters the journeys that begin with it, and the journeys the person is in"
              + " hear of it.")
  ToldView tell(@RequestBody EventRequest request, Caller caller) {
    Checks checks = new Checks();
    String name =
        checks.matching(
            "name",
            request.name(),
            text -> text.matches(Names.EVENT),
            "a name such as order_placed: lower-case letters, digits, _, . and -, at most 64");
    String phone = Phones.of(checks, "contact", request.contact());
    String id = request.id() == null ? null : checks.text("id", request.id(), MAX_ID);
    if (id != null && EventProperties.unstorable(id)) {
      checks.fail("id", "must not hold halves of surrogate pairs.");
    }
    Map<String, Object> properties = EventProperties.read(request.properties(), checks);
    checks.done();
    Contact contact =
        contacts.find(caller.accountId(), phone).orElseThrow(CustomEventController::unknown);
    return ToldView.of(
        events.tell(
            new CustomEvents.Event(caller.accountId(), contact.id(), name, id, properties),
            clock.instant()));
  }

  private static ApiException unknown() {
    return new ApiException(
        ProblemKind.NOT_FOUND,
        "There is no contact for this number in this account; PUT /api/v1/contacts/{phone} stores"
            + " one, and an import many.");
  }

  /** Something that a person did. */
  @Schema(name = "CustomEventRequest")
  record EventRequest(
      @Schema(example = "cart_abandoned", requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String name,
      @Schema(
              description = "The person's number in E.164.",
              example = "+4915112345678",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String contact,
      @Schema(
              description =
                  "Of this event and no other of the account: told again within 7 days it changes nothing and is answered as before.")
          @Nullable String id,
      @Schema(
              description =
                  "What conditions read as event.<name>: texts, numbers, true and false, at most 50.",
              example = "{\"product\": \"Shoes\", \"amount\": 59.9}")
          @Nullable JsonNode properties) {

    /** Leaves out the person. */
    @Override
    public String toString() {
      return "EventRequest[name=" + name + "]";
    }
  }

  /**
   * What came of an event.
   *
   * @param entered campaigns whose journeys the person entered
   * @param told journeys that the person was in and that hear of it
   */
  @Schema(name = "CustomEvent")
  record ToldView(List<UUID> entered, int told, List<NotEnteredView> notEntered) {

    static ToldView of(CustomEvents.Told told) {
      return new ToldView(
          told.entered(),
          told.told(),
          told.notEntered().stream()
              .map(not -> new NotEnteredView(not.campaignId(), not.reason()))
              .toList());
    }
  }

  /** A campaign under way that begins with the event, and why the person did not enter. */
  @Schema(name = "NotEntered")
  record NotEnteredView(
      UUID campaignId,
      @Schema(
              allowableValues = {
                "already-in",
                "only-once",
                "too-early",
                "condition",
                "not-under-way",
                "erased",
                "unreadable-plan"
              })
          String reason) {}
}
