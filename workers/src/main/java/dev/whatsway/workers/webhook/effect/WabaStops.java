package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.channel.Stop.Cause;
import dev.whatsway.store.channel.Stops.Refusal;
import java.util.Set;

/** What Meta's word on a WABA stops: with the code by which it would refuse the next send. */
final class WabaStops {

  private static final int BREACH = 368;
  private static final int LOCKED = 131031;
  private static final int NOT_REGISTERED = 133010;

  private static final String APPEAL =
      "Look into Account Quality in Meta Business Suite and resolve or appeal the decision; when"
          + " Meta lets the account send again, campaigns go on by themselves.";

  static final Refusal RESTRICTED =
      new Refusal(Cause.WABA, BREACH, "Meta has restricted what the account may send.", APPEAL);

  static final Refusal DISABLED =
      new Refusal(Cause.WABA, LOCKED, "Meta has disabled the account.", APPEAL);

  static final Refusal DELETED =
      new Refusal(
          Cause.WABA,
          LOCKED,
          "The account was deleted at Meta.",
          "Add a number of another WABA as a channel, and start the campaigns anew there.");

  static final Refusal OFFBOARDED =
      new Refusal(
          Cause.WABA,
          NOT_REGISTERED,
          "The account has left the Cloud API.",
          "Connect it again (Embedded Signup); campaigns go on by themselves then.");

  static final Set<Integer> BANS = Set.of(BREACH, LOCKED);
  static final Set<Integer> OFFBOARDED_CODES = Set.of(NOT_REGISTERED);

  /** Of templates that only Marketing Messages would have taken. */
  static final Set<Integer> WITHOUT_MARKETING_MESSAGES = Set.of(131061, 131063);

  private WabaStops() {}
}
