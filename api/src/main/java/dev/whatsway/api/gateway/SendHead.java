package dev.whatsway.api.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * What routing and admission need of a send; the rest of the body is never looked at. What Meta
 * might read otherwise than we do is refused: a field that stands twice, text after the object,
 * bytes that are no UTF-8. Else a suppressed number could stand behind another one.
 *
 * @param to null where only {@code recipient} names the person
 * @param type Meta's, {@code text} where it is absent
 * @param templateName null for what is not a template, as is its language
 * @param policy whether the client has set {@code product_policy} itself
 * @param note whether it is no send but a note about a message that came in: read, typing
 */
record SendHead(
    @Nullable String to,
    @Nullable String recipient,
    String type,
    @Nullable String templateName,
    @Nullable String templateLanguage,
    boolean policy,
    boolean note) {

  static final String TEMPLATE = "template";

  private static final int LONGEST = 512;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  boolean isTemplate() {
    return type.equals(TEMPLATE);
  }

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "SendHead[type=" + type + "]";
  }

  /**
   * Reads a body.
   *
   * @throws UnreadableSend in words for the client
   */
  static SendHead read(byte[] body) throws UnreadableSend {
    try (Reader utf8 =
            new InputStreamReader(
                new ByteArrayInputStream(body),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT));
        JsonParser json = JSON.createParser(ObjectReadContext.empty(), utf8)) {
      Fields fields = new Fields();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableSend("The body must be a JSON object.");
      }
      fields.read(json);
      if (json.nextToken() != null) {
        throw new UnreadableSend("Something stands after the JSON object.");
      }
      return fields.head();
    } catch (JacksonException | IOException broken) {
      // Its message quotes the body.
      throw new UnreadableSend(
          "The body must be one JSON object in UTF-8 in which no field stands twice.");
    }
  }

  private static final class Fields {

    private @Nullable String to;
    private @Nullable String recipient;
    private @Nullable String type;
    private @Nullable String status;
    private @Nullable String recipientType;
    private @Nullable String name;
    private @Nullable String language;
    private boolean template;
    private boolean policy;

    void read(JsonParser json) throws UnreadableSend {
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
          case "to" -> to = text(field, json, value);
          case "recipient" -> recipient = text(field, json, value);
          case "type" -> type = text(field, json, value);
          case "recipient_type" -> recipientType = text(field, json, value);
          case "status" -> status = text(field, json, value);
          case "product_policy" -> policy = true;
          case TEMPLATE -> template(json, value);
          default -> json.skipChildren();
        }
      }
    }

    private void template(JsonParser json, JsonToken value) throws UnreadableSend {
      if (value == JsonToken.VALUE_NULL) {
        return;
      }
      if (value != JsonToken.START_OBJECT) {
        throw new UnreadableSend("template must be an object.");
      }
      template = true;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        JsonToken inner = json.nextToken();
        switch (field) {
          case "name" -> name = text("template.name", json, inner);
          case "language" -> language(json, inner);
          default -> json.skipChildren();
        }
      }
    }

    private void language(JsonParser json, JsonToken value) throws UnreadableSend {
      if (value != JsonToken.START_OBJECT) {
        throw new UnreadableSend("template.language must be an object with a code.");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        JsonToken inner = json.nextToken();
        if (field.equals("code")) {
          language = text("template.language.code", json, inner);
        } else {
          json.skipChildren();
        }
      }
    }

    /** Libraries send numbers of people as numbers, too. */
    private static @Nullable String text(String field, JsonParser json, JsonToken value)
        throws UnreadableSend {
      if (value == JsonToken.VALUE_NULL) {
        return null;
      }
      if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
        throw new UnreadableSend(field + " must be a string.");
      }
      String text = json.getString().strip();
      if (text.isEmpty() || text.length() > LONGEST) {
        throw new UnreadableSend(field + " must have 1 to " + LONGEST + " characters.");
      }
      return text;
    }

    private static boolean hasLetters(String text) {
      return text.codePoints().anyMatch(Character::isLetter);
    }

    SendHead head() throws UnreadableSend {
      if (status != null) {
        if (to != null || recipient != null || type != null || template) {
          throw new UnreadableSend("status goes with message_id, not with a message to send.");
        }
        return new SendHead(null, null, "status", null, null, policy, true);
      }
      if (to == null && recipient == null) {
        throw new UnreadableSend("The parameter to is required.");
      }
      if (type == null && template) {
        throw new UnreadableSend("The parameter type is required with a template.");
      }
      if (to != null && !"group".equalsIgnoreCase(recipientType) && hasLetters(to)) {
        // Meta may read the digits alone, and a suppressed number could hide among letters.
        throw new UnreadableSend("to must be a phone number; a BSUID goes into recipient.");
      }
      String kind = type == null ? "text" : type.toLowerCase(Locale.ROOT);
      if (template && !kind.equals(TEMPLATE)) {
        throw new UnreadableSend("A template needs the type template.");
      }
      if (!kind.equals(TEMPLATE)) {
        return new SendHead(to, recipient, kind, null, null, policy, false);
      }
      if (name == null || language == null) {
        throw new UnreadableSend("template.name and template.language.code are required.");
      }
      return new SendHead(to, recipient, kind, name, language, policy, false);
    }
  }
}
