package dev.whatsway.store.inbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
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
public class EventSplitter {

  private static final String FOREIGN =
      "Signed with another app's secret than the one of this number's channel.";

  private static final Pattern META_ID = Pattern.compile("[0-9]{1,32}");

  private final JsonMapper json;

  /** ASCII only: JSON may hold halves of surrogate pairs, which PostgreSQL would refuse. */
  private final ObjectWriter payloads;

  public EventSplitter(JsonMapper json) {
    this.json = json;
    this.payloads = json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  /** Returns the events of a signed body; one that is no webhook is one unreadable event. */
  public List<ReceivedEvent> split(byte[] body, Signer app) {
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
    private final String field;
    private final JsonNode value;
    private final @Nullable String phoneNumberId;
    private final @Nullable String refusal;
    private final Collection<UUID> accounts;
    private final JsonNode time;

    Change(JsonNode entry, JsonNode change, Signer app) {
      this.waba = entry.path("id").asString("");
      this.time = entry.path("time");
      this.field = change.path("field").asString("");
      this.value = change.path("value");
      String number = value.path("metadata").path("phone_number_id").asString("");
      this.phoneNumberId = META_ID.matcher(number).matches() ? number : null;
      boolean own =
          phoneNumberId == null ? app.speaksForWaba(waba) : app.speaksForNumber(phoneNumberId);
      this.refusal = own ? null : FOREIGN;
      this.accounts =
          phoneNumberId == null ? app.accountsOfWaba(waba) : app.accountsOfNumber(phoneNumberId);
    }

    void split(List<ReceivedEvent> events) {
      int before = events.size();
      each("statuses", EventKind.STATUS, events);
      each("messages", EventKind.MESSAGE, events);
      each("user_actions", EventKind.ACTION, events);
      each("user_preferences", EventKind.PREFERENCE, events);
      each("message_echoes", EventKind.ECHO, events);
      each("errors", EventKind.ERROR, events);
      if (events.size() == before) {
        add(EventKind.OTHER, value, events);
      }
    }

    private void each(String array, EventKind kind, List<ReceivedEvent> events) {
      JsonNode items = value.path(array);
      if (items.isArray()) {
        items.forEach(item -> add(kind, item, events));
      }
    }

    /** What is of a WABA is an event of each account that has numbers in it, to each its own. */
    private void add(EventKind kind, JsonNode item, List<ReceivedEvent> events) {
      if (accounts.isEmpty()) {
        events.add(event(kind, item, null));
      }
      accounts.forEach(account -> events.add(event(kind, item, account)));
    }

    private ReceivedEvent event(EventKind kind, JsonNode item, @Nullable UUID account) {
      ObjectNode payload = json.createObjectNode();
      payload.put("waba_id", waba);
      payload.put("field", field);
      payload.put("phone_number_id", phoneNumberId);
      payload.set("item", item);
      payload.set("time", time.isMissingNode() ? NullNode.instance : time);
      if (kind == EventKind.MESSAGE) {
        payload.set("contact", contact(item));
      }
      return new ReceivedEvent(
          key(kind, item, account),
          kind,
          phoneNumberId,
          payloads.writeValueAsString(payload),
          refusal,
          account);
    }

    /** The ids of the person a message is from; names are left out. */
    private ObjectNode contact(JsonNode message) {
      ObjectNode ids = json.createObjectNode();
      JsonNode contacts = value.path("contacts");
      for (JsonNode contact : contacts) {
        if (isOnlyPossible(message)
            || same(contact.path("wa_id"), message.path("from"))
            || same(contact.path("user_id"), message.path("from_user_id"))) {
          for (String id : List.of("wa_id", "user_id", "parent_user_id")) {
            if (contact.path(id).isString()) {
              ids.set(id, contact.path(id));
            }
          }
          return ids;
        }
      }
      return ids;
    }

    /** A message that names no sender, in a change that has one message and one person. */
    private boolean isOnlyPossible(JsonNode message) {
      return message.path("from").isMissingNode()
          && message.path("from_user_id").isMissingNode()
          && value.path("messages").size() == 1
          && value.path("contacts").size() == 1;
    }

    private static boolean same(JsonNode one, JsonNode other) {
      return one.isString() && other.isString() && one.asString().equals(other.asString());
    }

    /**
     * The whole item, its fields in order, because Meta's order varies. Two clicks without a {@code
     * click_id} in the same second are one by this: Meta gives nothing to tell them from a
     * repetition. A number says whose it is by itself, so that an event of one is the same whether
     * its channel was there already or not.
     */
    private byte[] key(EventKind kind, JsonNode item, @Nullable UUID account) {
      boolean whole = kind == EventKind.OTHER || kind == EventKind.ERROR;
      ObjectNode identity = json.createObjectNode();
      identity.put("kind", kind.wire());
      identity.put("waba", waba);
      identity.put("number", phoneNumberId);
      identity.set("item", item);
      identity.set("time", whole && !time.isMissingNode() ? time : NullNode.instance);
      if (kind == EventKind.OTHER) {
        identity.put("field", field);
      }
      if (phoneNumberId == null && account != null) {
        identity.put("account", account.toString());
      }
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
