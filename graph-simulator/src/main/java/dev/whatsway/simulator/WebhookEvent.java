package dev.whatsway.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One element of a webhook's {@code value}.
 *
 * @param kind the array it belongs to
 * @param contact its entry in {@code contacts}, or null
 */
record WebhookEvent(Sender sender, Kind kind, ObjectNode item, @Nullable ObjectNode contact) {

  /** Whom the webhook is about: one change is about one number of one WABA. */
  record Sender(String wabaId, String phoneNumberId, String displayPhoneNumber) {
    static Sender of(String phoneNumberId, Behaviour behaviour) {
      Behaviour.PhoneNumber number = behaviour.phoneNumber(phoneNumberId);
      return new Sender(
          number.wabaId(), phoneNumberId, Recipients.normalise(number.displayPhoneNumber()));
    }
  }

  enum Kind {
    STATUS("statuses"),
    MESSAGE("messages"),
    USER_ACTION("user_actions");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }
  }
}
