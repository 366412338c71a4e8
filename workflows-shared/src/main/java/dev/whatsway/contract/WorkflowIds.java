package dev.whatsway.contract;

import java.util.UUID;

/**
 * Workflow ids are paths made of business keys, so that a second start of the same thing finds the
 * first.
 */
public final class WorkflowIds {

  public static String campaign(UUID campaignId) {
    return "campaign/" + campaignId;
  }

  /** The id of the {@code lane}-th batch workflow of a campaign; lanes count from 0. */
  public static String batch(UUID campaignId, int lane) {
    return campaign(campaignId) + "/batch/" + lane;
  }

  /** The id of the workflow that expires the messages of a campaign tracked by the ledger. */
  public static String expiry(UUID campaignId) {
    return campaign(campaignId) + "/expiry";
  }

  public static String message(UUID messageId) {
    return "message/" + messageId;
  }

  public static String channel(UUID channelId) {
    return "channel/" + channelId;
  }

  /** The id of the workflow that takes a person through a campaign's journey. */
  public static String journey(UUID campaignId, UUID contactId) {
    return campaign(campaignId) + "/journey/" + contactId;
  }

  /** The id of a recurring campaign's schedule; what it starts has its time behind it. */
  public static String recurring(UUID recurringId) {
    return "recurring/" + recurringId;
  }

  private WorkflowIds() {}
}
