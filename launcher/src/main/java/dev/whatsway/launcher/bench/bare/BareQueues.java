package dev.whatsway.launcher.bench.bare;

/** Task queues as ours, but of the peer's own. */
public final class BareQueues {

  public static final String CAMPAIGNS = "bare-campaigns";
  public static final String MESSAGES = "bare-messages";
  public static final String SENDING = "bare-sending";

  private BareQueues() {}
}
