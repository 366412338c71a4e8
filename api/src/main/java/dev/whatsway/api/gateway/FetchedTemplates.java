package dev.whatsway.api.gateway;

import dev.whatsway.store.template.ParameterShape;
import dev.whatsway.store.template.ShapeProblem;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.Templates;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the stack wants it, looks before the call whether a send's parameters fit the template as
 * it was last fetched. A template that was never fetched is Meta's to judge.
 */
@Component
class FetchedTemplates {

  private final Templates templates;
  private final MetaErrors errors;
  private final JsonMapper json;
  private final boolean strict;

  FetchedTemplates(
      Templates templates,
      MetaErrors errors,
      JsonMapper json,
      @Value("${whatsway.gateway.strict-templates}") boolean strict) {
    this.templates = templates;
    this.errors = errors;
    this.json = json;
    this.strict = strict;
  }

  boolean look(GatewayRequest request) {
    return strict && request.head().isTemplate();
  }

  /**
   * Returns what is against the send, null for nothing. Asks PostgreSQL.
   *
   * @throws org.springframework.dao.DataAccessException where PostgreSQL does not answer
   */
  @Nullable GatewayAnswer objection(GatewayRequest request) {
    List<ShapeProblem> problems =
        template(request)
            .map(
                template ->
                    ParameterShape.check(
                        template,
                        json.readTree(request.body()).path("template").path("components")))
            .orElse(List.of());
    return problems.isEmpty()
        ? null
        : errors.misfit(String.join(" ", problems.stream().map(ShapeProblem::words).toList()));
  }

  /**
   * Returns Meta's category as it was last fetched, null for none. Asks PostgreSQL, but not the
   * cache's table: for when that one does not answer.
   */
  @Nullable String category(GatewayRequest request) {
    return template(request).map(Template::category).orElse(null);
  }

  private Optional<Template> template(GatewayRequest request) {
    return Optional.ofNullable(request.template())
        .flatMap(key -> templates.find(key.accountId(), key.wabaId(), key.name(), key.language()));
  }
}
