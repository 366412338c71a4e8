package dev.whatsway.workers.channel;

import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.Templates;
import dev.whatsway.store.template.Templates.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Fetches a WABA's templates, page by page. */
@Component
class TemplateSync {

  private static final String FIELDS =
      "id,name,language,category,status,parameter_format,components";
  private static final String PAGE = "100";
  private static final Set<String> CATEGORIES = Set.of("MARKETING", "UTILITY", "AUTHENTICATION");

  private final GraphReader graph;
  private final Templates templates;
  private final Clock clock;

  TemplateSync(GraphReader graph, Templates templates, Clock clock) {
    this.graph = graph;
    this.templates = templates;
    this.clock = clock;
  }

  /**
   * Stores every template.
   *
   * @param onPage told after each page
   */
  TemplateCounts sync(GraphLine line, Runnable onPage) {
    Map<Stored, Integer> counts = new HashMap<>();
    String after = "";
    do {
      JsonNode page = page(line, Map.of("fields", FIELDS, "limit", PAGE, "after", after));
      for (JsonNode found : page.path("data")) {
        Template template = template(line.channel(), found);
        if (template != null) {
          counts.merge(templates.store(template), 1, Integer::sum);
          templates.learnMetaId(template, found.path("id").asString(""));
        }
      }
      onPage.run();
      after = next(page, after);
    } while (!after.isEmpty());
    return new TemplateCounts(
        counts.values().stream().mapToInt(Integer::intValue).sum(),
        counts.getOrDefault(Stored.CREATED, 0),
        counts.getOrDefault(Stored.UPDATED, 0));
  }

  /**
   * Returns whether Meta has the template approved.
   *
   * @param key {@code waba/name/language}
   */
  boolean isApproved(GraphLine line, String key) {
    String[] parts = key.split("/", 3);
    // Meta looks for names that contain this one.
    JsonNode page =
        page(line, Map.of("fields", "name,language,status", "name", parts[1], "limit", PAGE));
    for (JsonNode found : page.path("data")) {
      if (found.path("name").asString("").equals(parts[1])
          && found.path("language").asString("").replace('-', '_').equals(parts[2])) {
        return found.path("status").asString("").equals("APPROVED");
      }
    }
    return false;
  }

  private JsonNode page(GraphLine line, Map<String, String> query) {
    return graph.get(
        line, GraphReader.versioned(line.channel().wabaId() + "/message_templates"), query);
  }

  /** The cursor, not the link to the next page: that one holds the token. */
  private static String next(JsonNode page, String before) {
    JsonNode paging = page.path("paging");
    String after = paging.path("cursors").path("after").asString("");
    return paging.path("next").isMissingNode() || after.equals(before) ? "" : after;
  }

  private @Nullable Template template(Channel channel, JsonNode found) {
    String category = found.path("category").asString("");
    String name = found.path("name").asString("");
    if (!CATEGORIES.contains(category) || name.isEmpty()) {
      return null;
    }
    Instant now = clock.instant();
    return new Template(
        UUID.randomUUID(),
        channel.accountId(),
        channel.wabaId(),
        name,
        found.path("language").asString("").replace('-', '_'),
        category,
        found.path("status").asString("UNKNOWN"),
        found.path("parameter_format").asString("POSITIONAL").equals("NAMED")
            ? "NAMED"
            : "POSITIONAL",
        found.path("components"),
        List.of(),
        now,
        now);
  }
}
