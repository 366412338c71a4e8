package dev.whatsway.simulator;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Meta's validation of a send request's envelope; throws {@link GraphError}. */
final class SendValidator {
  private static final Set<String> TYPES =
      Set.of(
          "audio",
          "contacts",
          "document",
          "image",
          "interactive",
          "location",
          "reaction",
          "sticker",
          "template",
          "text",
          "video");

  /** The closed schema of /marketing_messages (official OpenAPI), and recipient and bid_spec. */
  private static final Set<String> MM_FIELDS =
      Set.of(
          "messaging_product",
          "recipient_type",
          "to",
          "recipient",
          "type",
          "template",
          "product_policy",
          "message_activity_sharing",
          "bid_spec");

  /** Sent by clients in the field although the schema lacks them; allowed unless told otherwise. */
  private static final Set<String> MM_TOLERATED =
      Set.of("biz_opaque_callback_data", "context", "recipient_identity_key_hash");

  private static final int CALLBACK_DATA_MAX = 512;

  private final TemplateValidator templates;

  SendValidator(TemplateValidator templates) {
    this.templates = templates;
  }

  SendRequest validate(
      Route endpoint, String version, String phoneNumberId, byte[] body, Behaviour behaviour) {
    ObjectNode message = parse(body);
    Behaviour.PhoneNumber sender = behaviour.phoneNumber(phoneNumberId);
    if (!message.has("messaging_product")) {
      throw GraphError.of("product-missing");
    }
    if (!"whatsapp".equalsIgnoreCase(Json.text(message, "messaging_product"))) {
      throw GraphError.of("100", "Param messaging_product must be one of {WHATSAPP}");
    }
    if (endpoint == Route.MARKETING_MESSAGES) {
      closedSchema(message, behaviour.rules().mmCallbackData());
    }
    String recipientType = Json.text(message, "recipient_type");
    if (!recipientType.isEmpty() && !"individual".equalsIgnoreCase(recipientType)) {
      throw GraphError.of("100", "Param recipient_type must be one of {INDIVIDUAL}");
    }
    String to = Json.text(message, "to");
    boolean toUserId = to.isEmpty();
    String input = toUserId ? Json.text(message, "recipient") : to;
    if (input.isEmpty()) {
      throw GraphError.of("to-missing");
    }
    String recipient = recipient(input, toUserId, sender, behaviour.rules().missingPlus());
    if (recipient.equals(Recipients.normalise(sender.displayPhoneNumber()))) {
      throw GraphError.of("131021");
    }
    Template template = content(endpoint, message);
    if (toUserId && template != null && "AUTHENTICATION".equals(template.category())) {
      throw GraphError.of("131062");
    }
    return new SendRequest(
        endpoint,
        phoneNumberId,
        input,
        recipient,
        toUserId,
        template,
        template == null
            ? null
            : TemplateValidator.linkParameter(template, message.path("template")),
        callbackData(endpoint, message, behaviour.rules().mmCallbackData()),
        strict(message),
        fingerprint(phoneNumberId, recipient, message),
        GraphVersion.isBefore24(version));
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

  private static void closedSchema(ObjectNode message, Behaviour.MmCallbackData callbackData) {
    for (String field : message.propertyNames()) {
      boolean tolerated =
          MM_TOLERATED.contains(field) && callbackData != Behaviour.MmCallbackData.REJECT;
      if (!MM_FIELDS.contains(field) && !tolerated) {
        throw GraphError.of("100", "Unexpected key \"" + field + "\" on the request");
      }
    }
  }

  private static String recipient(
      String input,
      boolean toUserId,
      Behaviour.PhoneNumber sender,
      Behaviour.MissingPlus missingPlus) {
    if (toUserId) {
      if (!Recipients.isUserId(input)) {
        throw GraphError.of("131009", "Param recipient is not a business-scoped user ID");
      }
      return input;
    }
    if (!Recipients.isPhone(input)) {
      throw GraphError.of("131009", "Param to is not a valid phone number");
    }
    String digits = Recipients.normalise(input);
    boolean prepend =
        missingPlus == Behaviour.MissingPlus.PREPEND && !input.strip().startsWith("+");
    // Meta prepends the business number's country code to whatever lacks a plus sign, and says
    // nothing of an exception for numbers that begin with it.
    return prepend ? sender.countryCode() + digits : digits;
  }

  private @Nullable Template content(Route endpoint, ObjectNode message) {
    String type = message.has("type") ? Json.text(message, "type") : "text";
    if (!TYPES.contains(type)) {
      throw GraphError.of(
          "100",
          "Param type must be one of {"
              + String.join(", ", List.copyOf(TYPES)).toUpperCase()
              + "}");
    }
    if (endpoint == Route.MARKETING_MESSAGES && !"template".equals(type)) {
      throw GraphError.of("100", "Message must be a template message.");
    }
    JsonNode content = message.path(type);
    if (content.isMissingNode() || content.isNull() || content.isEmpty()) {
      throw GraphError.of(
          "131008", "Parameter '" + type + "' is mandatory for type '" + type + "'");
    }
    ContentValidator.validate(type, content);
    if (!"template".equals(type)) {
      return null;
    }
    Template template = templates.validate(content);
    if (endpoint == Route.MARKETING_MESSAGES && !template.isMarketing()) {
      throw GraphError.of("134100");
    }
    return template;
  }

  private static @Nullable String callbackData(
      Route endpoint, ObjectNode message, Behaviour.MmCallbackData onMm) {
    String data = Json.text(message, "biz_opaque_callback_data");
    if (data.length() > CALLBACK_DATA_MAX) {
      throw GraphError.of("100", "Param biz_opaque_callback_data must be at most 512 characters");
    }
    boolean dropped = endpoint == Route.MARKETING_MESSAGES && onMm == Behaviour.MmCallbackData.DROP;
    return data.isEmpty() || dropped ? null : data;
  }

  private static boolean strict(ObjectNode message) {
    String policy = Json.text(message, "product_policy");
    if (!Set.of("", "STRICT", "CLOUD_API_FALLBACK").contains(policy)) {
      throw GraphError.of(
          "100", "Param product_policy must be one of {CLOUD_API_FALLBACK, STRICT}");
    }
    return "STRICT".equals(policy);
  }

  /** The same message is a duplicate by either route, whatever the order of its fields. */
  private static long fingerprint(String phoneNumberId, String recipient, ObjectNode message) {
    ObjectNode content = message.deepCopy();
    content.remove(
        List.of(
            "biz_opaque_callback_data",
            "product_policy",
            "message_activity_sharing",
            "bid_spec",
            "recipient_type",
            "messaging_product",
            "to",
            "recipient"));
    content.put("", phoneNumberId + "/" + recipient);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha.digest(Json.CANONICAL.writeValueAsBytes(content))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
