package dev.whatsway.api.consent;

import dev.whatsway.api.contact.Phones;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.contact.Word;
import dev.whatsway.store.contact.Word.By;
import dev.whatsway.store.contact.Word.Kind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/consents")
@Tag(name = "consents", description = "What people say about marketing messages.")
class ConsentController {

  private static final Duration CLOCKS = Duration.ofMinutes(5);

  private final MarketingPreferences preferences;
  private final Contacts contacts;
  private final Clock clock;

  ConsentController(MarketingPreferences preferences, Contacts contacts, Clock clock) {
    this.preferences = preferences;
    this.contacts = contacts;
    this.clock = clock;
  }

  /** A word on marketing. */
  @Schema(name = "ConsentRequest")
  record ConsentRequest(
      @Schema(example = "+4915112345678", requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String phone,
      @Schema(
              allowableValues = {"opt_in", "opt_out"},
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String kind,
      @Schema(
              description = "Where it comes from, such as a form.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String source,
      @Schema(description = "What shows it: a text or an address.") @Nullable String proof,
      @Schema(description = "When it was said; now where it is left out.")
          @Nullable OffsetDateTime at) {}

  /**
   * What was recorded, without the person: the answer is kept for repetitions of its request.
   *
   * @param state what now counts: an opt-in that is older than an opt-out changes nothing
   */
  @Schema(name = "Consent")
  record ConsentView(
      String kind,
      String category,
      String source,
      Instant at,
      @Schema(allowableValues = {"opted_in", "opted_out"}) String state) {}

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Record an opt-in or opt-out",
      description =
          "An opt-out holds when it is answered: no send to the number begins after that. An opt-in"
              + " does not lift a suppression.")
  ConsentView create(@RequestBody ConsentRequest request, Caller caller) {
    Checks checks = new Checks();
    String phone = Phones.of(checks, request.phone());
    String kind = checks.oneOf("kind", request.kind(), null, Checks.wires(Kind.class, Kind::wire));
    String source = checks.text("source", request.source(), 200);
    String proof = request.proof() == null ? null : checks.text("proof", request.proof(), 2000);
    Instant at = at(checks, request);
    checks.done();
    Word word = new Word(By.API, source, proof, at);
    if (kind.equals(Kind.OPT_OUT.wire())) {
      preferences.optOut(caller.accountId(), phone, word);
    } else {
      preferences.optIn(caller.accountId(), phone, word);
    }
    boolean out = contacts.find(caller.accountId(), phone).map(Contact::optedOut).orElse(true);
    return new ConsentView(kind, "marketing", source, at, out ? "opted_out" : "opted_in");
  }

  private Instant at(Checks checks, ConsentRequest request) {
    Instant now = clock.instant();
    Instant at = request.at() == null ? now : request.at().toInstant();
    if (at.isAfter(now.plus(CLOCKS)) || at.isBefore(Instant.EPOCH)) {
      checks.fail("at", "must be a time from 1970 on that does not lie in the future.");
    }
    return at.isAfter(now) ? now : at;
  }
}
