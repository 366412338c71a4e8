package dev.whatsway.workers.subscription;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.whatsway.store.subscription.Delivery;
import dev.whatsway.store.subscription.SigningSecrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as it goes over the wire, by Standard Webhooks: the signature covers id, time of the try
 * and body, so that a receiver can refuse what somebody recorded and sends again later.
 */
record SignedEvent(Map<String, String> headers, String body) {

  static SignedEvent of(JsonMapper json, Delivery delivery, SigningSecrets secrets, Instant now) {
    ObjectNode event = json.createObjectNode();
    event.put("type", delivery.type());
    event.put("timestamp", delivery.occurredAt().toString());
    event.set("data", json.readTree(delivery.data()));
    String body = json.writeValueAsString(event);
    return of(delivery.eventId().toString(), body, secrets, now);
  }

  static SignedEvent of(String id, String body, SigningSecrets secrets, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put("webhook-signature", signatures(secrets, id, now.getEpochSecond(), body));
    return new SignedEvent(headers, body);
  }

  /** While a secret is replaced, one with each: the receiver knows either. */
  private static String signatures(SigningSecrets secrets, String id, long at, String body) {
    List<String> signatures = new ArrayList<>();
    for (String secret : secrets.secrets()) {
      try {
        signatures.add(new Webhook(secret).sign(id, at, body));
      } catch (WebhookSigningException e) {
        throw new IllegalStateException("An event could not be signed.", e);
      }
    }
    return String.join(" ", signatures);
  }
}
