package dev.whatsway.api.template;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.template.MetaSide;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.TemplateUses;
import dev.whatsway.store.template.TemplateVersions;
import dev.whatsway.store.template.Templates;
import dev.whatsway.store.template.VariableKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes templates at Meta and then here. Source of the rules: Meta, "Template management". A
 * process that ends in between leaves what the next sync tells.
 */
@Component
class TemplateEditing {

  private static final Set<String> EDITABLE = Set.of("APPROVED", "REJECTED", "PAUSED");

  /** A name may be used again when this is over. */
  private static final Duration NAME_RESTS = Duration.ofDays(30);

  private static final int EDITS_IN_30_DAYS = 10;

  private final Templates templates;
  private final TemplateVersions versions;
  private final TemplateUses uses;
  private final Channels channels;
  private final MetaTemplates meta;
  private final JsonMapper json;
  private final Clock clock;

  TemplateEditing(
      Templates templates,
      TemplateVersions versions,
      TemplateUses uses,
      Channels channels,
      MetaTemplates meta,
      JsonMapper json,
      Clock clock) {
    this.templates = templates;
    this.versions = versions;
    this.uses = uses;
    this.channels = channels;
    this.meta = meta;
    this.json = json;
    this.clock = clock;
  }

  /** Adds what is against creating this one to the checks. */
  void checkCreation(Template template, @Nullable Integer ttl, Checks checks) {
    CreationChecks creation =
        new CreationChecks(checks, template.parameterFormat().equals("NAMED"), template.category());
    creation.check(template.components());
    creation.ttl(ttl);
    templates
        .deletedAt(template.accountId(), template.wabaId(), template.name(), template.language())
        .map(deleted -> deleted.plus(NAME_RESTS))
        .filter(free -> free.isAfter(clock.instant()))
        .ifPresent(
            free ->
                checks.fail(
                    "name", "must be another: Meta keeps a deleted name free until " + free + "."));
  }

  /**
   * Creates it at Meta, and stores it with what Meta made of it.
   *
   * @param channel whose token is used; of the template's WABA
   */
  Template create(Template template, @Nullable Integer ttl, Channel channel) {
    ObjectNode body = json.createObjectNode();
    body.put("name", template.name());
    body.put("language", template.language());
    body.put("category", template.category());
    body.put("parameter_format", template.parameterFormat());
    body.set("components", template.components());
    if (ttl != null) {
      body.put("message_send_ttl_seconds", ttl);
    }
    JsonNode created = meta.create(channel, body);
    Template stored =
        new Template(
            template.id(),
            template.accountId(),
            template.wabaId(),
            template.name(),
            template.language(),
            category(created.path("category").asString(""), template.category()),
            created.path("status").asString("PENDING").toUpperCase(Locale.ROOT),
            template.parameterFormat(),
            template.components(),
            template.optOutButtons(),
            template.createdAt(),
            clock.instant(),
            new MetaSide(created.path("id").asString(""), null, null, ttl, null));
    // A sync may have brought it meanwhile.
    templates.store(stored, Templates.Source.API, null);
    templates.learnMetaId(stored, Objects.requireNonNull(stored.meta().id()));
    Template found =
        templates
            .find(stored.accountId(), stored.wabaId(), stored.name(), stored.language())
            .orElseThrow();
    if (!template.optOutButtons().isEmpty()) {
      templates.markOptOuts(found.accountId(), found.id(), template.optOutButtons());
    }
    return templates.find(found.accountId(), found.id()).orElseThrow();
  }

  /** Meta may count it into another category than was asked for. */
  private static String category(String told, String asked) {
    String category = told.toUpperCase(Locale.ROOT);
    return ComponentChecks.CATEGORIES.contains(category) ? category : asked;
  }

  /**
   * What is to change at Meta.
   *
   * @param components null: they stay
   * @param category null: it stays
   * @param ttl null: it stays
   */
  record Change(@Nullable JsonNode components, @Nullable String category, @Nullable Integer ttl) {

    boolean isNone() {
      return components == null && category == null && ttl == null;
    }
  }

  /** Adds what is against the change to the checks. */
  void checkEdit(Template template, Change change, Checks checks) {
    String category = change.category() == null ? template.category() : change.category();
    if (template.status().equals("APPROVED") && !category.equals(template.category())) {
      checks.fail("category", "must stay " + template.category() + " while Meta has it approved.");
    }
    CreationChecks creation =
        new CreationChecks(checks, template.parameterFormat().equals("NAMED"), category);
    if (change.components() != null) {
      creation.check(change.components());
    }
    creation.ttl(change.ttl());
  }

  /**
   * Edits it at Meta and here. Its status stays until Meta tells another.
   *
   * @param force also where campaigns that are open give other variables than it then takes
   */
  void edit(Template template, Change change, boolean force) {
    String metaId = metaId(template);
    if (!EDITABLE.contains(template.status())) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "Meta has the template as %s; it takes edits of approved, rejected and paused ones only."
              .formatted(template.status()));
    }
    if (template.status().equals("APPROVED")) {
      checkNumberOfEdits(template);
    }
    if (!force
        && change.components() != null
        && !VariableKeys.of(change.components())
            .takesWhat(VariableKeys.of(template.components()))) {
      checkUses(template, "give what it takes now, and it would take other variables");
    }
    ObjectNode body = json.createObjectNode();
    if (change.components() != null) {
      body.set("components", change.components());
    }
    if (change.category() != null) {
      body.put("category", change.category());
    }
    if (change.ttl() != null) {
      body.put("message_send_ttl_seconds", change.ttl());
    }
    meta.edit(channel(template), metaId, body);
    templates.edit(
        template.id(), change.components(), change.category(), change.ttl(), clock.instant());
  }

  /** A campaign that is launched meanwhile meets Meta's refusal, which stops it. */
  private void checkUses(Template template, String use) {
    List<UUID> open = uses.openCampaigns(template);
    if (!open.isEmpty()) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "Campaigns that are open %s: %s. Cancel them or let them end, or repeat the request with ?force=true."
              .formatted(use, open.stream().map(UUID::toString).collect(Collectors.joining(", "))));
    }
  }

  /** Of the edits that were made here; Meta counts those made elsewhere, too. */
  private void checkNumberOfEdits(Template template) {
    Instant now = clock.instant();
    boolean today = versions.editsOfApproved(template.id(), now.minus(Duration.ofDays(1))) > 0;
    if (today
        || versions.editsOfApproved(template.id(), now.minus(Duration.ofDays(30)))
            >= EDITS_IN_30_DAYS) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "Meta takes one edit of an approved template in 24 hours and ten in 30 days; wait, or"
              + " create another template.");
    }
  }

  /**
   * Deletes it at Meta, and marks it so here. Done already is done.
   *
   * @param force also where campaigns that are open send it
   */
  void delete(Template template, boolean force) {
    if (template.status().equals("DELETED")) {
      return;
    }
    String metaId = metaId(template);
    if (template.status().equals("DISABLED")) {
      throw new ApiException(
          ProblemKind.INVALID_STATE, "Meta deletes no template that it has disabled.");
    }
    if (!force) {
      checkUses(template, "send it");
    }
    meta.delete(channel(template), template, metaId);
    templates.markDeleted(template.id(), null, clock.instant());
  }

  /** Returns the channel whose token is used for a WABA; null where the account has none of it. */
  @Nullable Channel channel(UUID accountId, String wabaId) {
    return channels.ofWaba(accountId, wabaId).orElse(null);
  }

  private Channel channel(Template template) {
    Channel channel = channel(template.accountId(), template.wabaId());
    if (channel == null) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The account has no channel of WABA %s any more.".formatted(template.wabaId()));
    }
    return channel;
  }

  private static String metaId(Template template) {
    String id = template.meta().id();
    if (id == null) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "Meta's id of the template is not known; fetch the templates with POST"
              + " /api/v1/channels/{id}/sync-templates first.");
    }
    return id;
  }
}
