package dev.whatsway.api.gateway;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.template.TemplateCategories;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "gateway", description = "How the gateway chooses routes for the account.")
class GatewaySettingsController {

  private static final String AUTO = "auto";
  private static final String CLOUD_ONLY = "cloud_only";

  private final TemplateCategories categories;

  GatewaySettingsController(TemplateCategories categories) {
    this.categories = categories;
  }

  /** What is asked for. */
  @Schema(name = "GatewaySettingsRequest")
  record SettingsRequest(
      @Schema(
              allowableValues = {AUTO, CLOUD_ONLY},
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String routing) {}

  /**
   * What holds for the account.
   *
   * @param routing {@code auto} or {@code cloud_only}
   */
  @Schema(name = "GatewaySettings")
  record SettingsView(String routing) {}

  /**
   * What a warm-up came to.
   *
   * @param templates how many templates the gateway has learnt
   */
  @Schema(name = "GatewayWarmUp")
  record WarmUpView(int templates) {}

  @GetMapping("/api/v1/settings/gateway")
  @Operation(summary = "Get how the gateway chooses routes for the account")
  SettingsView get(Caller caller) {
    return new SettingsView(categories.routing(caller.accountId()).orElse(AUTO));
  }

  @PutMapping(value = "/api/v1/settings/gateway", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Set how the gateway chooses routes for the account",
      description =
          "cloud_only sends everything that comes to /messages through Cloud, such as to test what"
              + " clients see when a message falls back. It holds within five seconds, for every"
              + " channel.")
  SettingsView put(@RequestBody SettingsRequest request, Caller caller) {
    Checks checks = new Checks();
    String routing = request.routing();
    if (!AUTO.equals(routing) && !CLOUD_ONLY.equals(routing)) {
      checks.fail("routing", "must be auto or cloud_only.");
    }
    checks.done();
    categories.route(caller.accountId(), AUTO.equals(routing) ? AUTO : CLOUD_ONLY);
    return get(caller);
  }

  @PostMapping("/api/v1/gateway/warm-up")
  @Operation(
      summary = "Let the gateway learn all templates that were fetched",
      description =
          "Their first sends then need no probe, for an hour. Fetch them from Meta before, with the"
              + " channel's sync-templates, where they may have changed.")
  WarmUpView warmUp(Caller caller) {
    return new WarmUpView(categories.warmUp(caller.accountId()));
  }
}
