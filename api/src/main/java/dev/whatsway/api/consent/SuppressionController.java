package dev.whatsway.api.consent;

import dev.whatsway.api.contact.Phones;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.consent.Suppression;
import dev.whatsway.store.consent.Suppressions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/suppressions")
@Tag(
    name = "suppressions",
    description = "Numbers that get nothing, whatever opt-in there is. Stored as keyed hashes.")
class SuppressionController {

  private final Suppressions suppressions;

  SuppressionController(Suppressions suppressions) {
    this.suppressions = suppressions;
  }

  /** A number to be suppressed. */
  @Schema(name = "SuppressionRequest")
  record SuppressionRequest(
      @Schema(example = "+4915112345678", requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String phone,
      @Schema(
              description = "For people; name nobody here.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String reason) {}

  /**
   * A suppression, without its number, which is not stored.
   *
   * @param erased whether the person was erased
   */
  @Schema(name = "Suppression")
  record SuppressionView(String reason, boolean erased, Instant at) {

    static SuppressionView of(Suppression suppression) {
      return new SuppressionView(suppression.reason(), suppression.erased(), suppression.at());
    }
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Suppress a number",
      description =
          "It holds when it is answered: no send to the number begins after that. A number that is"
              + " suppressed already keeps its reason and time.")
  SuppressionView create(@RequestBody SuppressionRequest request, Caller caller) {
    Checks checks = new Checks();
    String phone = Phones.of(checks, request.phone());
    String reason = checks.text("reason", request.reason(), 200);
    checks.done();
    return SuppressionView.of(suppressions.put(caller.accountId(), phone, reason));
  }

  @GetMapping("/{phone}")
  @Operation(summary = "Get the suppression of a number")
  SuppressionView get(@PathVariable String phone, Caller caller) {
    return suppressions
        .find(caller.accountId(), Phones.ofPath(phone))
        .map(SuppressionView::of)
        .orElseThrow(() -> Phones.unknown("suppression"));
  }

  @DeleteMapping("/{phone}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Lift the suppression of a number",
      description = "Opt-outs stay: marketing needs an opt-in after them.")
  void lift(@PathVariable String phone, Caller caller) {
    if (!suppressions.lift(caller.accountId(), Phones.ofPath(phone))) {
      throw Phones.unknown("suppression");
    }
  }
}
