package dev.whatsway.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The envelope of Meta's webhooks around a batch of events: several entries, several changes in an
 * entry, several statuses in a value. Real batches are of any such shape, so receivers must not
 * count on one.
 */
final class WebhookBody {
  private static final int EVENTS_PER_CHANGE = 10;
  private static final int CHANGES_PER_ENTRY = 3;

  private record Group(WebhookEvent.Sender sender, WebhookEvent.Kind kind) {}

  private WebhookBody() {}

  static byte[] of(List<WebhookEvent> events) {
    Map<String, ArrayNode> openEntries = new LinkedHashMap<>();
    ObjectNode body = Json.object();
    body.put("object", "whatsapp_business_account");
    ArrayNode entries = body.putArray("entry");
    for (List<WebhookEvent> change : changes(events)) {
      String wabaId = change.get(0).sender().wabaId();
      ArrayNode changes = openEntries.get(wabaId);
      if (changes == null || changes.size() == CHANGES_PER_ENTRY) {
        changes = entries.addObject().put("id", wabaId).putArray("changes");
        openEntries.put(wabaId, changes);
      }
      changes.add(change(change));
    }
    return Json.ESCAPED.writeValueAsBytes(body);
  }

  private static List<List<WebhookEvent>> changes(List<WebhookEvent> events) {
    Map<Group, List<WebhookEvent>> open = new LinkedHashMap<>();
    List<List<WebhookEvent>> changes = new ArrayList<>();
    for (WebhookEvent event : events) {
      Group group = new Group(event.sender(), event.kind());
      List<WebhookEvent> change = open.get(group);
      if (change == null || change.size() == EVENTS_PER_CHANGE) {
        change = new ArrayList<>();
        open.put(group, change);
        changes.add(change);
      }
      change.add(event);
    }
    return changes;
  }

  private static ObjectNode change(List<WebhookEvent> events) {
    WebhookEvent.Sender sender = events.get(0).sender();
    ObjectNode change = Json.object();
    ObjectNode value = change.putObject("value");
    value.put("messaging_product", "whatsapp");
    value
        .putObject("metadata")
        .put("display_phone_number", sender.displayPhoneNumber())
        .put("phone_number_id", sender.phoneNumberId());
    for (WebhookEvent event : events) {
      if (event.contact() != null) {
        value.withArray("contacts").add(event.contact());
      }
    }
    ArrayNode items = value.putArray(events.get(0).kind().field());
    events.forEach(event -> items.add(event.item()));
    change.put("field", "messages");
    return change;
  }
}
