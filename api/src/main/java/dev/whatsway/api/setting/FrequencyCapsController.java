package dev.whatsway.api.setting;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.rules.AccountRules;
import dev.whatsway.store.rules.FrequencyCap;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/settings/frequency-caps")
@Tag(
    name = "frequency-caps",
    description = "How much marketing one contact gets at most, over all campaigns.")
class FrequencyCapsController {

  private final AccountRules rules;

  FrequencyCapsController(AccountRules rules) {
    this.rules = rules;
  }

  /** One cap that is asked for. */
  @Schema(name = "FrequencyCapRequest")
  record CapRequest(
      @Schema(
              example = "2",
              minimum = "1",
              maximum = "100",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable Integer messages,
      @Schema(
              example = "P7D",
              description = "ISO 8601 duration or whole seconds, from PT1M to P90D.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String per) {}

  /** The account's caps. */
  @Schema(name = "FrequencyCapsRequest")
  record CapsRequest(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable List<@Nullable CapRequest> caps) {}

  /**
   * A cap.
   *
   * @param messages the most marketing that one contact gets within any stretch of that length
   * @param per ISO 8601
   */
  @Schema(name = "FrequencyCap")
  record CapView(int messages, String per) {}

  /**
   * The caps that hold, all of them.
   *
   * @param updatedAt null where none were ever set
   */
  @Schema(name = "FrequencyCaps")
  record CapsView(List<CapView> caps, @Nullable Instant updatedAt) {}

  @GetMapping
  @Operation(summary = "Get the account's frequency caps")
  CapsView get(Caller caller) {
    AccountRules.Standing<List<FrequencyCap>> known = rules.caps(caller.accountId());
    return new CapsView(
        known.rule().stream()
            .map(cap -> new CapView(cap.messages(), Durations.iso(cap.per())))
            .toList(),
        known.updatedAt());
  }

  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Replace the account's frequency caps",
      description =
          "An empty list for none. Marketing to one contact is counted over all campaigns, from the"
              + " first cap on; what a cap keeps back is skipped with the reason capped.")
  CapsView put(@RequestBody CapsRequest request, Caller caller) {
    Checks checks = new Checks();
    List<FrequencyCap> caps = read(request.caps(), checks);
    checks.done();
    rules.put(caller.accountId(), caps);
    return get(caller);
  }

  private static List<FrequencyCap> read(
      @Nullable List<@Nullable CapRequest> given, Checks checks) {
    List<FrequencyCap> caps = new ArrayList<>();
    if (checks.required("caps", given, "a list of {messages, per}, which may be empty") == null) {
      return caps;
    }
    if (given.size() > FrequencyCap.MOST_CAPS) {
      checks.fail("caps", "must be at most " + FrequencyCap.MOST_CAPS + " caps.");
      return caps;
    }
    for (int i = 0; i < given.size(); i++) {
      String field = "caps[" + i + "]";
      CapRequest cap = given.get(i);
      if (cap == null) {
        checks.fail(field, "must be an object of messages and per.");
        continue;
      }
      checks.required(field + ".messages", cap.messages(), "a whole number from 1 to 100");
      checks.required(field + ".per", cap.per(), "an ISO 8601 duration such as P7D");
      caps.add(
          new FrequencyCap(
              checks.within(field + ".messages", cap.messages(), 1, 1, FrequencyCap.MOST_MESSAGES),
              checks.duration(
                  field + ".per",
                  cap.per(),
                  FrequencyCap.SHORTEST,
                  FrequencyCap.SHORTEST,
                  FrequencyCap.LONGEST)));
    }
    return caps;
  }
}
