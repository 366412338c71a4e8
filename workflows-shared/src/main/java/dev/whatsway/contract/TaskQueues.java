package dev.whatsway.contract;

/** The task queues; docs/orchestration.md gives the reason for each. */
public final class TaskQueues {

  /** Campaign, batch and channel workflows, and their activities. */
  public static final String CAMPAIGNS = "campaigns";

  /** Message workflows, and the SQL activities that settle a message. */
  public static final String MESSAGES = "messages";

  /** Activities that call Meta; nothing else, so that slow answers hold back nothing else. */
  public static final String SENDING = "sending";

  /**
   * Activities that send whole lanes: each takes minutes and has many calls to Meta in flight, so
   * few slots are enough, and single sends are not kept waiting behind them.
   */
  public static final String BULK = "bulk";

  /** Journey workflows and the activity that decides their steps: plug-ins run here. */
  public static final String JOURNEYS = "journeys";

  private TaskQueues() {}
}
