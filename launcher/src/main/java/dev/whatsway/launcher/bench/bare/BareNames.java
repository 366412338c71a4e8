package dev.whatsway.launcher.bench.bare;

import java.util.UUID;

/** What bare workflows are called, and what they say of themselves in visibility. */
final class BareNames {

  static final String TEMPLATE = "spring_sale/en_US";
  static final UUID CHANNEL_ID = new UUID(0x5eed, 0x5eed);

  /** Returns a message's id, made of its campaign's and its ordinal, which is found in it again. */
  static UUID messageId(UUID campaignId, long ordinal) {
    return new UUID(campaignId.getMostSignificantBits(), ordinal);
  }

  static String workflowId(UUID messageId) {
    return "bare/" + messageId;
  }

  private BareNames() {}
}
