package dev.whatsway.contract;

/** The task queues; docs/orchestration.md gives the reason for each. */
public final class TaskQueues {

  /** Campaign, batch and channel workflows, and their activities. */
  public static final String CAMPAIGNS = "campaigns";

  /** Message workflows, and the SQL activities that settle a message. */
  public static final String MESSAGES = "messages";

  /** Activities that call Meta; nothing else, so that slow answers hold back nothing else. */
  public static final String SENDING = "sending";

  private TaskQueues() {}
}
