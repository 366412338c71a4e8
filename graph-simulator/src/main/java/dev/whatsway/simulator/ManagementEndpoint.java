package dev.whatsway.simulator;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Templates, the phone-number node and the WABA node. */
final class ManagementEndpoint {
  private static final Pattern ID = Pattern.compile("\\d{1,25}");
  private static final String TEMPLATE_FIELDS =
      "name,parameter_format,components,language,status,category,sub_category,id";
  private static final int PAGE = 25;

  /** Meta, "Template management": a deleted name cannot be used again for 30 days. */
  private static final Duration NAME_REST = Duration.ofDays(30);

  private final BehaviourStore behaviour;
  private final TemplateCatalogue catalogue;
  private final Supplier<URI> self;
  private final Clock clock;

  ManagementEndpoint(
      BehaviourStore behaviour, TemplateCatalogue catalogue, Supplier<URI> self, Clock clock) {
    this.behaviour = behaviour;
    this.catalogue = catalogue;
    this.self = self;
    this.clock = clock;
  }

  /** Refuses ids that are no numbers, and unknown ones where the behaviour says so. */
  static void requireObject(String id, Behaviour behaviour) {
    boolean known = behaviour.rules().anyPhoneNumber() || behaviour.phoneNumbers().containsKey(id);
    if (!ID.matcher(id).matches() || !known) {
      throw GraphError.of("object-missing");
    }
  }

  Answer listTemplates(String version, String wabaId, Request request) {
    requireId(wabaId);
    String fields = request.query().getOrDefault("fields", TEMPLATE_FIELDS);
    String name = request.query().getOrDefault("name", "");
    String status = request.query().getOrDefault("status", "");
    List<Template> templates =
        catalogue.list().stream()
            .filter(template -> name.isEmpty() || template.name().contains(name))
            .filter(template -> status.isEmpty() || template.status().equals(status))
            .toList();
    int limit = Math.max(1, limit(request));
    int from = Math.min(after(request.query().getOrDefault("after", "")), templates.size());
    int to = Math.min(from + limit, templates.size());
    ObjectNode page = Json.object();
    ArrayNode data = page.putArray("data");
    templates.subList(from, to).forEach(template -> data.add(select(template.json(), fields)));
    if (from < to) {
      ObjectNode paging = page.putObject("paging");
      paging.putObject("cursors").put("before", cursor(from)).put("after", cursor(to));
      if (to < templates.size()) {
        Map<String, String> query = new LinkedHashMap<>(request.query());
        query.remove("access_token");
        query.put("limit", String.valueOf(limit));
        query.put("after", cursor(to));
        paging.put(
            "next",
            self.get() + "/" + version + "/" + wabaId + "/message_templates?" + encode(query));
      }
    }
    return answer(page);
  }

  Answer createTemplate(byte[] body) {
    ObjectNode json = parse(body);
    TemplateRules.identity(json);
    TemplateRules.components(json.path("components"), Json.text(json, "category"));
    if (catalogue.wasDeleted(Json.text(json, "name"), clock.instant().minus(NAME_REST))) {
      throw GraphError.of(
          "100", "A template of this name was deleted less than 30 days ago; choose another name");
    }
    json.put("status", behaviour.current().rules().newTemplateStatus());
    json.remove(List.of("id", "allow_category_change"));
    Template template = Template.of(json);
    if (!catalogue.add(template)) {
      throw GraphError.of("100", "Content in this language already exists");
    }
    return answer(select(template.json(), "id,status,category"));
  }

  /**
   * Edits one. Meta, "Template management": one that is approved can be edited once a day and ten
   * times in 30 days; what was edited is reviewed again.
   */
  Answer editTemplate(String id, byte[] body) {
    Template template = catalogue.byId(id);
    if (template == null) {
      throw GraphError.of("object-missing");
    }
    ObjectNode change = parse(body);
    String category = Json.text(change, "category");
    boolean approved = "APPROVED".equals(template.status());
    if (approved && !category.isEmpty() && !category.equals(template.category())) {
      throw GraphError.of("2388039", "The category of an approved template can't be changed");
    }
    if (!Set.of("APPROVED", "REJECTED", "PAUSED").contains(template.status())) {
      throw GraphError.of("2388039", "Only approved, rejected and paused templates can be edited");
    }
    if (change.has("components")) {
      TemplateRules.components(
          change.path("components"), category.isEmpty() ? template.category() : category);
    }
    if (approved && !catalogue.mayEdit(id, clock.instant())) {
      throw GraphError.of("2388039", "An approved template can be edited once in 24 hours");
    }
    catalogue.edit(template, change, behaviour.current().rules().newTemplateStatus());
    return answer(Json.object().put("success", true));
  }

  /** Deletes by name, or by id and name, or by ids; Meta, "Template management". */
  Answer deleteTemplates(String wabaId, Request request) {
    requireId(wabaId);
    String name = request.query().getOrDefault("name", "");
    String id = request.query().getOrDefault("hsm_id", "");
    String ids = request.query().getOrDefault("hsm_ids", "");
    List<Template> doomed =
        catalogue.list().stream()
            .filter(t -> name.isEmpty() || t.name().equals(name))
            .filter(t -> id.isEmpty() || t.id().equals(id))
            .filter(t -> ids.isEmpty() || List.of(ids.split("[^0-9]+")).contains(t.id()))
            .toList();
    if (name.isEmpty() && ids.isEmpty() || !id.isEmpty() && name.isEmpty()) {
      throw GraphError.of("100", "Param name is required");
    }
    if (doomed.isEmpty()) {
      throw GraphError.of("100", "Message template not found");
    }
    catalogue.delete(doomed, clock.instant());
    return answer(Json.object().put("success", true));
  }

  Answer listPhoneNumbers(String wabaId, Request request) {
    requireId(wabaId);
    ObjectNode page = Json.object();
    ArrayNode data = page.putArray("data");
    behaviour
        .current()
        .phoneNumbers()
        .forEach(
            (id, number) -> {
              if (number.wabaId().equals(wabaId)) {
                data.add(
                    select(phoneNumber(id, number), request.query().getOrDefault("fields", "")));
              }
            });
    return answer(page);
  }

  /** Answers a WABA's node for the id of a known WABA, else a phone number's. */
  Answer node(String version, String id, Request request) {
    Behaviour current = behaviour.current();
    String fields = request.query().getOrDefault("fields", "");
    boolean waba =
        id.equals(BehaviourStore.UNNAMED_PHONE_NUMBER.wabaId())
            || current.phoneNumbers().values().stream().anyMatch(n -> n.wabaId().equals(id));
    if (waba) {
      return answer(select(waba(version, id, current), fields));
    }
    requireObject(id, current);
    return answer(select(phoneNumber(id, current.phoneNumber(id)), fields));
  }

  private static ObjectNode phoneNumber(String id, Behaviour.PhoneNumber number) {
    ObjectNode node = Json.object();
    node.put("verified_name", number.verifiedName());
    node.put("code_verification_status", "VERIFIED");
    node.put("display_phone_number", number.displayPhoneNumber());
    node.put("quality_rating", number.qualityRating());
    node.put("platform_type", "CLOUD_API");
    node.putObject("throughput").put("level", number.throughputLevel());
    node.put("name_status", "APPROVED");
    node.put("status", number.status());
    node.put("account_mode", "LIVE");
    node.put("whatsapp_business_manager_messaging_limit", number.messagingLimit());
    node.put("id", id);
    return node;
  }

  private static ObjectNode waba(String version, String id, Behaviour current) {
    Behaviour.Rules rules = current.rules();
    ObjectNode node = Json.object();
    node.put("id", id);
    node.put("name", "Simulated WABA");
    node.put("currency", "EUR");
    node.put("timezone_id", "1");
    node.put("country", "DE");
    node.put("account_review_status", "APPROVED");
    node.putObject("health_status").put("can_send_message", current.wabaHealth().name());
    node.put(
        GraphVersion.isBefore24(version)
            ? "marketing_messages_lite_api_status"
            : "marketing_messages_onboarding_status",
        rules.mmOnboarded() ? "ONBOARDED" : "ELIGIBLE");
    node.put("disable_marketing_messages_on_cloud_api", rules.cloudMarketingDisabled());
    return node;
  }

  /** Keeps the fields asked for and the id; {@code throughput{level}} counts as throughput. */
  private static ObjectNode select(ObjectNode node, String fields) {
    if (fields.isEmpty()) {
      return node;
    }
    ObjectNode selected = Json.object();
    for (String field : fields.replaceAll("\\{[^}]*}", "").split(",")) {
      if (node.has(field.strip())) {
        selected.set(field.strip(), node.get(field.strip()));
      }
    }
    return selected.set("id", node.get("id"));
  }

  private static ObjectNode parse(byte[] body) {
    try {
      if (Json.PLAIN.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw GraphError.of("100", "Malformed JSON in the request body");
    }
    throw GraphError.of("100", "The request body must be a JSON object");
  }

  private static Answer answer(ObjectNode body) {
    return Answer.json(200, body);
  }

  private static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw GraphError.of("object-missing");
    }
  }

  private static int limit(Request request) {
    try {
      return request.number("limit", PAGE);
    } catch (IllegalArgumentException e) {
      throw GraphError.of("100", "Param limit must be a whole number");
    }
  }

  private static String cursor(int position) {
    return Base64.getEncoder().encodeToString(("at" + position).getBytes(StandardCharsets.UTF_8));
  }

  private static int after(String cursor) {
    if (cursor.isEmpty()) {
      return 0;
    }
    try {
      String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
      return Integer.parseInt(text.substring(2));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw GraphError.of("100", "Invalid cursor");
    }
  }

  private static String encode(Map<String, String> query) {
    return query.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
