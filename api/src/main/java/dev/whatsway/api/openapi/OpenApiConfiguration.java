package dev.whatsway.api.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.whatsway.api.security.Caller;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.ObjectNode;

/** What the OpenAPI document says beyond the controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  private static final String SCHEME = "api_key";

  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Caller.class)
        .replaceWithClass(ObjectNode.class, Object.class);
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
                .addSecuritySchemes(
                    SCHEME, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")))
        .addSecurityItem(new SecurityRequirement().addList(SCHEME));
  }

  /** The document's own mapper is Jackson 2 and does not know spring.jackson's naming. */
  @Bean
  ModelResolver modelResolver() {
    return new ModelResolver(
        Json31.mapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
  }
}
