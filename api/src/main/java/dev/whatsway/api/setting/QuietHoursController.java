package dev.whatsway.api.setting;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.journey.time.QuietHours;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.store.audience.PhoneNumbers;
import dev.whatsway.store.rules.AccountQuietHours;
import dev.whatsway.store.rules.AccountRules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/settings/quiet-hours")
@Tag(
    name = "quiet-hours",
    description = "Hours in which the account's people get no marketing, by their own clocks.")
class QuietHoursController {

  private final AccountRules rules;

  QuietHoursController(AccountRules rules) {
    this.rules = rules;
  }

  /** Local hours in which no marketing is sent. */
  @Schema(name = "Hours")
  record Hours(
      @Schema(example = "21:00", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String from,
      @Schema(
              example = "08:00",
              description = "Before from: on the next morning.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String to) {

    static @Nullable Hours of(@Nullable QuietHours hours) {
      return hours == null ? null : new Hours(hours.from().toString(), hours.to().toString());
    }
  }

  /** The account's quiet hours. */
  @Schema(name = "QuietHoursRequest")
  record QuietHoursRequest(
      @Schema(description = "For everybody; null or left out for none.") @JsonProperty("default")
          @Nullable Hours everywhere,
      @Schema(description = "Further ones for the people of a country, by ISO 3166-1 alpha-2.")
          @Nullable Map<String, @Nullable Hours> countries) {}

  /**
   * The quiet hours that hold.
   *
   * @param everywhere null for none
   * @param updatedAt null where none were ever set
   */
  @Schema(name = "QuietHours")
  record QuietHoursView(
      @JsonProperty("default") @Nullable Hours everywhere,
      Map<String, Hours> countries,
      @Nullable Instant updatedAt) {}

  @GetMapping
  @Operation(summary = "Get the account's quiet hours")
  QuietHoursView get(Caller caller) {
    AccountRules.Standing<AccountQuietHours> known = rules.quietHours(caller.accountId());
    Map<String, Hours> countries = new TreeMap<>();
    known
        .rule()
        .countries()
        .forEach(
            (country, hours) ->
                countries.put(country, new Hours(hours.from().toString(), hours.to().toString())));
    return new QuietHoursView(Hours.of(known.rule().everywhere()), countries, known.updatedAt());
  }

  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Replace the account's quiet hours",
      description =
          "All of them: what is left out is none. They hold marketing from the next send.")
  QuietHoursView put(@RequestBody QuietHoursRequest request, Caller caller) {
    Checks checks = new Checks();
    QuietHours everywhere = hours("default", request.everywhere(), checks);
    Map<String, QuietHours> countries = countries(request.countries(), checks);
    if (!checks.failed()) {
      QuietRules.problem(everywhere, null, countries)
          .ifPresent(
              problem ->
                  checks.fail(
                      "countries", "must leave some time of the day to everybody. " + problem));
    }
    checks.done();
    rules.put(caller.accountId(), new AccountQuietHours(everywhere, countries));
    return get(caller);
  }

  private static Map<String, QuietHours> countries(
      @Nullable Map<String, @Nullable Hours> given, Checks checks) {
    Map<String, QuietHours> countries = new TreeMap<>();
    if (given == null) {
      return countries;
    }
    given.forEach(
        (country, hours) -> {
          if (!PhoneNumbers.isCountry(country)) {
            checks.fail(
                "countries." + country,
                "must be named by its ISO 3166-1 alpha-2 code in upper case, such as FR.");
            return;
          }
          QuietHours read = hours("countries." + country, hours, checks);
          if (read != null) {
            countries.put(country, read);
          }
        });
    return countries;
  }

  private static @Nullable QuietHours hours(String field, @Nullable Hours hours, Checks checks) {
    return hours == null ? null : QuietHoursChecks.read(field, hours.from(), hours.to(), checks);
  }
}
