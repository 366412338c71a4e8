package dev.whatsway.api.webhook;

import dev.whatsway.api.webhook.Apps.App;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a webhook apart into events that stand alone, so that one that cannot be handled holds up
 * no other, and a repetition is known however Meta has batched it. It reads no further than that:
 * what it does not know goes through whole, as {@code other}.
 */
@Component
class EventSplitter {

  private static final String FOREIGN =
      "Signed with another app's secret than the one of this number's channel.";

  private static final Pattern META_ID = Pattern.compile("[0-9]{1,32}");

  private final JsonMapper json;

  /** ASCII only: JSON may hold halves of surrogate pairs, which PostgreSQL would refuse. */
  private final ObjectWriter payloads;

  EventSplitter(JsonMapper json) {
    this.json = json;
    this.payloads = json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  /** Returns the events of a signed body; one that is no webhook is one unreadable event. */
  List<ReceivedEvent> split(byte[] body, App app) {
    JsonNode root;
    try {
      root = json.readTree(body);
    } catch (JacksonException e) {
      return List.of(unreadable(body, "It is not JSON."));
    }
    if (!root.isObject() || !root.path("entry").isArray()) {
      return List.of(unreadable(body, "It has no array entry."));
    }
    List<ReceivedEvent> events = new ArrayList<>();
    for (JsonNode entry : root.path("entry")) {
      for (JsonNode change : entry.path("changes")) {
        new Change(entry, change, app).split(events);
      }
    }
    return events;
  }

  private static ReceivedEvent unreadable(byte[] body, String why) {
    // PostgreSQL's text holds no NUL.
    String text = new String(body, StandardCharsets.UTF_8).replace('\u0000', '\uFFFD');
    return new ReceivedEvent(sha256(body), EventKind.UNREADABLE, null, text, why);
  }

  private final class Change {

    private final String waba;
    private final JsonNode change;
    private final JsonNode value;
    private final @Nullable String phoneNumberId;
    private final @Nullable String refusal;
    private final JsonNode time;

    Change(JsonNode entry, JsonNode change, App app) {
      this.waba = entry.path("id").asString("");
      this.time = entry.path("time");
      this.change = change;
      this.value = change.path("value");
      String number = value.path("metadata").path("phone_number_id").asString("");
      this.phoneNumberId = META_ID.matcher(number).matches() ? number : null;
      boolean own =
          phoneNumberId == null ? app.speaksForWaba(waba) : app.speaksForNumber(phoneNumberId);
      this.refusal = own ? null : FOREIGN;
    }

    void split(List<ReceivedEvent> events) {
      int before = events.size();
      each("statuses", EventKind.STATUS, events);
      each("messages", EventKind.MESSAGE, events);
      each("user_actions", EventKind.ACTION, events);
      each("user_preferences", EventKind.PREFERENCE, events);
      if (events.size() == before) {
        events.add(event(EventKind.OTHER, value, time));
      }
    }

    private void each(String array, EventKind kind, List<ReceivedEvent> events) {
      for (JsonNode item : value.path(array)) {
        events.add(event(kind, item, NullNode.instance));
      }
    }

    private ReceivedEvent event(EventKind kind, JsonNode item, JsonNode discriminator) {
      ObjectNode payload = json.createObjectNode();
      payload.put("waba_id", waba);
      payload.put("field", change.path("field").asString(""));
      payload.put("phone_number_id", phoneNumberId);
      payload.set("item", item);
      return new ReceivedEvent(
          key(kind, item, discriminator),
          kind,
          phoneNumberId,
          payloads.writeValueAsString(payload),
          refusal);
    }

    /**
     * The whole item, its fields in order, because Meta's order varies. Two clicks without a {@code
     * click_id} in the same second are one by this: Meta gives nothing to tell them from a
     * repetition.
     */
    private byte[] key(EventKind kind, JsonNode item, JsonNode discriminator) {
      ObjectNode identity = json.createObjectNode();
      identity.put("kind", kind.wire());
      identity.put("waba", waba);
      identity.put("number", phoneNumberId);
      identity.set("item", item);
      identity.set("time", discriminator.isMissingNode() ? NullNode.instance : discriminator);
      return sha256(sorted(identity).toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      new TreeSet<>(object.propertyNames())
          .forEach(name -> sorted.set(name, sorted(object.path(name))));
      return sorted;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> sorted.add(sorted(element)));
      return sorted;
    }
    return node;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
