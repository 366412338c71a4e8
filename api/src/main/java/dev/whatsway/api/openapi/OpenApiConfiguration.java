package dev.whatsway.api.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.whatsway.api.problem.Problem;
import dev.whatsway.api.security.Caller;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the OpenAPI document says beyond the controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  private static final String SCHEME = "api_key";

  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Caller.class)
        .replaceWithClass(JsonNode.class, Object.class)
        .replaceWithClass(ObjectNode.class, Object.class)
        .replaceWithClass(SseEmitter.class, String.class);
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("WhatsWay")
                .version("v1")
                .description(
                    "WhatsApp campaigns that survive anything. Errors are RFC 9457 problems; lists"
                        + " use cursors; every POST takes an Idempotency-Key."))
        .components(
            new Components()
                .schemas(problem())
                .addSecuritySchemes(
                    SCHEME,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description(
                            "An API key: of the scope read for GET, manage for all else, admin"
                                + " for /api/v1/api-keys; admin holds manage, and manage read.")))
        .addSecurityItem(new SecurityRequirement().addList(SCHEME));
  }

  /** What every operation has in common. */
  @Bean
  GlobalOperationCustomizer operations() {
    return (operation, method) -> {
      String tag = operation.getTags() == null ? "" : operation.getTags().get(0) + "_";
      operation.setOperationId(tag + method.getMethod().getName());
      if (method.hasMethodAnnotation(PostMapping.class)) {
        operation.addParametersItem(
            new HeaderParameter()
                .name("Idempotency-Key")
                .description("The same key with the same request gets the same answer.")
                .schema(new StringSchema().minLength(1).maxLength(255)));
      }
      operation
          .getResponses()
          .addApiResponse(
              "default",
              new ApiResponse()
                  .description("A problem, RFC 9457.")
                  .content(
                      new Content()
                          .addMediaType(
                              "application/problem+json",
                              new MediaType()
                                  .schema(new Schema<>().$ref("#/components/schemas/Problem")))));
      return operation;
    };
  }

  @SuppressWarnings("rawtypes") // As the library has it.
  private static Map<String, Schema> problem() {
    return ModelConverters.getInstance(true).readAll(Problem.class);
  }

  /** The document's own mapper is Jackson 2 and does not know spring.jackson's naming. */
  @Bean
  ModelResolver modelResolver() {
    return new ModelResolver(
        Json31.mapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
  }
}
