package dev.whatsway.api.gateway;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.gateway.GatewaySettings;
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
@Tag(name = "gateway", description = "What the account asks of the gateway.")
class GatewaySettingsController {

  private static final String AUTO = "auto";
  private static final String CLOUD_ONLY = "cloud_only";

  private final GatewaySettings settings;
  private final TemplateCategories categories;

  GatewaySettingsController(GatewaySettings settings, TemplateCategories categories) {
    this.settings = settings;
    this.categories = categories;
  }

  /**
   * What is asked for.
   *
   * @param keepMessages null leaves it as it is
   */
  @Schema(name = "GatewaySettingsRequest")
  record SettingsRequest(
      @Schema(
              allowableValues = {AUTO, CLOUD_ONLY},
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String routing,
      @Nullable Boolean keepMessages) {}

  /**
   * What holds for the account.
   *
   * @param routing {@code auto} or {@code cloud_only}
   * @param keepMessages whether what clients send is kept, encrypted, and shown with its message
   */
  @Schema(name = "GatewaySettings")
  record SettingsView(String routing, boolean keepMessages) {}

  /**
   * What a warm-up came to.
   *
   * @param templates how many templates the gateway has learnt
   */
  @Schema(name = "GatewayWarmUp")
  record WarmUpView(int templates) {}

  @GetMapping("/api/v1/settings/gateway")
  @Operation(summary = "Get what the account asks of the gateway")
  SettingsView get(Caller caller) {
    GatewaySettings.Settings known = settings.of(caller.accountId());
    return new SettingsView(known.routing(), known.keepMessages());
  }

  @PutMapping(value = "/api/v1/settings/gateway", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Set what the account asks of the gateway",
      description =
          "cloud_only sends everything that comes to /messages through Cloud, such as to test what"
              + " clients see when a message falls back. keep_messages keeps the JSON of what is sent"
              + " for 30 days unless the deployment says otherwise, encrypted, as request of GET"
              + " /messages/{id}. Both hold within five seconds, for every channel.")
  SettingsView put(@RequestBody SettingsRequest request, Caller caller) {
    Checks checks = new Checks();
    String routing = request.routing();
    if (!AUTO.equals(routing) && !CLOUD_ONLY.equals(routing)) {
      checks.fail("routing", "must be auto or cloud_only.");
    }
    checks.done();
    settings.put(
        caller.accountId(), AUTO.equals(routing) ? AUTO : CLOUD_ONLY, request.keepMessages());
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
