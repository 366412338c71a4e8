package dev.whatsway.workers.channel;

import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.template.MetaSide;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.Templates;
import dev.whatsway.store.template.Templates.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Fetches a WABA's templates, page by page. */
@Component
class TemplateSync {

  private static final String FIELDS =
      "id,name,language,category,status,parameter_format,components,quality_score,rejected_reason,"
          + "message_send_ttl_seconds";
  private static final String PAGE = "100";

  /** Meta takes 200 such calls an hour of some apps; the next sync asks for the rest. */
  private static final int MOST_ASKED = 50;

  private static final Set<String> CATEGORIES = Set.of("MARKETING", "UTILITY", "AUTHENTICATION");

  private static final Logger log = LoggerFactory.getLogger(TemplateSync.class);

  private final GraphReader graph;
  private final Templates templates;
  private final Clock clock;

  TemplateSync(GraphReader graph, Templates templates, Clock clock) {
    this.graph = graph;
    this.templates = templates;
    this.clock = clock;
  }

  /**
   * Stores every template, and marks deleted those that were at Meta and are not any more.
   *
   * @param onPage told after each page
   */
  TemplateCounts sync(GraphLine line, Runnable onPage) {
    Instant began = clock.instant();
    Map<Stored, Integer> counts = new HashMap<>();
    Set<String> seen = new HashSet<>();
    String after = "";
    do {
      Instant asked = clock.instant();
      JsonNode page = page(line, Map.of("fields", FIELDS, "limit", PAGE, "after", after));
      for (JsonNode found : page.path("data")) {
        Template template = template(line.channel(), found);
        if (template != null) {
          // Pages shift while templates come and go: one may be on two of them.
          counts.merge(
              store(template, found, asked), seen.add(key(template)) ? 1 : 0, Integer::sum);
        }
      }
      onPage.run();
      after = next(page, after);
    } while (!after.isEmpty());
    int deleted = disappeared(line, seen, began, onPage);
    return new TemplateCounts(
        seen.size(),
        counts.getOrDefault(Stored.CREATED, 0),
        counts.getOrDefault(Stored.UPDATED, 0),
        deleted);
  }

  private Stored store(Template template, JsonNode found, Instant asked) {
    Stored stored = templates.store(template, Templates.Source.SYNC, asked);
    templates.learnMetaId(template, found.path("id").asString(""));
    return stored;
  }

  /** Pages may also have skipped one that is there: each is asked for by its name once more. */
  private int disappeared(GraphLine line, Set<String> seen, Instant began, Runnable onPage) {
    Channel channel = line.channel();
    int deleted = 0;
    List<Template> known = templates.atMeta(channel.accountId(), channel.wabaId(), began);
    if (seen.isEmpty() && !known.isEmpty()) {
      // A WABA rarely loses all; a token that sees none of them is likelier.
      log.warn(
          "Meta lists no template of WABA {}, of which {} are known; none is marked deleted",
          channel.wabaId(),
          known.size());
      return 0;
    }
    List<Template> missing =
        known.stream().filter(template -> !seen.contains(key(template))).limit(MOST_ASKED).toList();
    for (Template lost : missing) {
      Instant asked = clock.instant();
      JsonNode found = find(line, lost.name(), lost.language(), FIELDS);
      Template there = found == null ? null : template(channel, found);
      if (found != null && there != null) {
        store(there, found, asked);
      } else if (found == null && templates.markDeleted(lost.id(), began, clock.instant())) {
        deleted++;
      }
      onPage.run();
    }
    return deleted;
  }

  private static String key(Template template) {
    return template.name() + "/" + template.language();
  }

  /**
   * Returns whether Meta has the template approved.
   *
   * @param key {@code waba/name/language}
   */
  boolean isApproved(GraphLine line, String key) {
    String[] parts = key.split("/", 3);
    JsonNode found = find(line, parts[1], parts[2], "name,language,status");
    return found != null && found.path("status").asString("").equals("APPROVED");
  }

  private @Nullable JsonNode find(GraphLine line, String name, String language, String fields) {
    String after = "";
    do {
      // Meta looks for names that contain this one.
      JsonNode page =
          page(line, Map.of("fields", fields, "name", name, "limit", PAGE, "after", after));
      for (JsonNode found : page.path("data")) {
        if (found.path("name").asString("").equals(name)
            && found.path("language").asString("").replace('-', '_').equals(language)) {
          return found;
        }
      }
      after = next(page, after);
    } while (!after.isEmpty());
    return null;
  }

  private JsonNode page(GraphLine line, Map<String, String> query) {
    JsonNode page =
        graph.get(
            line, GraphReader.versioned(line.channel().wabaId() + "/message_templates"), query);
    if (!page.path("data").isArray()) {
      // No list is not an empty one: templates would be taken for deleted.
      throw new IllegalStateException("Meta's answer has no list of templates");
    }
    return page;
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
        now,
        new MetaSide(
            word(found.path("id")),
            word(found.path("quality_score").path("score")),
            reason(found.path("rejected_reason")),
            found.path("message_send_ttl_seconds").isIntegralNumber()
                ? found.path("message_send_ttl_seconds").asInt()
                : null,
            null));
  }

  /** Meta writes NONE where it has nothing against it. */
  private static @Nullable String reason(JsonNode field) {
    String reason = word(field);
    return reason == null || reason.equals("NONE") ? null : reason;
  }

  private static @Nullable String word(JsonNode field) {
    String word = field.asString("");
    return word.isEmpty() ? null : word;
  }
}
