package dev.whatsway.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.ApiTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends ApiTest {

  @Test
  void every_operation_has_a_summary_and_the_bearer_scheme_covers_all() {
    JsonNode document = api.send(api.anonymous("/v3/api-docs")).json();
    List<String> bare = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().path("summary").asString("").isBlank()) {
          bare.add(operation.getKey() + " " + path.getKey());
        }
      }
    }

    assertThat(bare).isEmpty();
    assertThat(document.path("paths").propertyNames())
        .contains(
            "/api/v1/api-keys",
            "/api/v1/api-keys/{id}",
            "/api/v1/channels",
            "/api/v1/channels/{id}",
            "/api/v1/audiences",
            "/api/v1/audiences/{id}/rejected",
            "/api/v1/segments",
            "/api/v1/segments/{id}",
            "/api/v1/segments/{id}/count",
            "/api/v1/templates",
            "/api/v1/campaigns",
            "/api/v1/campaigns/{id}/launch",
            "/api/v1/campaigns/{id}/events",
            "/api/v1/campaigns/{id}/report",
            "/api/v1/campaigns/{id}/journey",
            "/api/v1/campaigns/{id}/journey/migrate",
            "/api/v1/campaigns/{id}/journeys",
            "/api/v1/campaigns/{id}/journeys/{contact}",
            "/api/v1/campaigns/{id}/journeys/{contact}/move",
            "/api/v1/campaigns/{id}/steps/{step}/move",
            "/api/v1/journeys/schema",
            "/api/v1/events",
            "/api/v1/messages/{id}",
            "/api/v1/contacts/{phone}",
            "/api/v1/contacts/{phone}/history",
            "/api/v1/consents",
            "/api/v1/suppressions/{phone}",
            "/api/v1/opt-out-keywords",
            "/api/v1/settings/quiet-hours",
            "/api/v1/settings/frequency-caps",
            "/api/v1/recurring-campaigns/{id}/pause")
        .doesNotContain("/error");
    assertThat(
            document
                .path("components")
                .path("securitySchemes")
                .path("api_key")
                .path("scheme")
                .asString())
        .isEqualTo("bearer");
  }

  @Test
  void every_operation_has_a_name_of_its_own_and_every_post_takes_an_idempotency_key() {
    JsonNode paths = api.send(api.anonymous("/v3/api-docs")).json().path("paths");
    List<String> names = new ArrayList<>();
    for (JsonNode path : paths) {
      path.forEach(operation -> names.add(operation.path("operationId").asString()));
      JsonNode post = path.path("post");
      assertThat(post.isMissingNode() || post.toString().contains("\"Idempotency-Key\"")).isTrue();
    }

    assertThat(names).doesNotHaveDuplicates().contains("channels_list", "campaigns_launch");
    assertThat(names).noneMatch(name -> name.matches(".*_\\d+"));
  }

  @Test
  void fields_have_their_wire_names_and_the_caller_is_no_parameter() {
    JsonNode document = api.send(api.anonymous("/v3/api-docs")).json();
    JsonNode schemas = document.path("components").path("schemas");

    assertThat(schemas.path("ChannelRequest").path("properties").propertyNames())
        .contains("phone_number_id", "mm_rollout_percent")
        .doesNotContain("phoneNumberId");
    assertThat(schemas.path("Campaign").path("properties").propertyNames())
        .contains("temporal_ui_url", "status_reason");
    assertThat(schemas.propertyNames())
        .contains("Problem", "FieldProblem")
        .doesNotContain("JsonNode", "SseEmitter", "MediaType");
    assertThat(document.toString()).doesNotContain("accountId", "account_id");
  }
}
