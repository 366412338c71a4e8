package dev.whatsway.graph;

import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import java.time.Duration;

/** What an answer of Meta's that is no acceptance means, and for whom else. */
public sealed interface Verdict {

  /**
   * Nothing was sent; the same call may succeed later.
   *
   * @param calls how many calls a round may be answered so; the last of them fails the message
   * @param pause before the next call; zero where Temporal's own back-off will do
   */
  record Transient(int calls, Duration pause) implements Verdict {}

  /** Nothing was sent; the limit counted on {@code scope} must free first. */
  record SlowDown(Scope scope) implements Verdict {}

  /** 131049: Meta shields this person from marketing for now; again after 24 hours at the least. */
  record RecipientLater() implements Verdict {}

  /**
   * This person will not get this message.
   *
   * @param stopped whether the person has stopped marketing from this business, at Meta
   */
  record RecipientPermanent(boolean stopped) implements Verdict {}

  /**
   * Every message of this template will meet the same.
   *
   * @param reason what is wrong, in words for an operator
   * @param remedy what to do about it
   */
  record TemplateStop(String reason, String remedy) implements Verdict {}

  /**
   * Every message of this number, account or token will meet the same.
   *
   * @param reason what is wrong, in words for an operator
   * @param remedy what to do about it
   */
  record AccountStop(Reach reach, String reason, String remedy) implements Verdict {}

  /** MM refuses for a reason that Cloud does not share. */
  record RerouteToCloud() implements Verdict {}

  /** Cloud refuses what MM alone may carry. */
  record RerouteToMarketingMessages() implements Verdict {}

  /** This request is at fault; the next message may go through. */
  record RequestFault() implements Verdict {}

  /** Nobody can tell whether it was sent; it must not be repeated. */
  record Unknown() implements Verdict {}

  /** How far a stop of the account reaches. */
  enum Reach {
    /** Every message from this number. */
    NUMBER,
    /** Every message of this WhatsApp Business Account. */
    WABA,
    /** Every call with this access token. */
    TOKEN
  }
}
