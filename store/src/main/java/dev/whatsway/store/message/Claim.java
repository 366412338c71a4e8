package dev.whatsway.store.message;

import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import java.util.Map;
import java.util.UUID;

/** What came of asking to send a message now. */
public sealed interface Claim {

  /**
   * The attempt is claimed and committed: call Meta, once, and record the outcome.
   *
   * @param route the one that was asked for, or that the ledger decided on
   * @param answered calls of this round and route that Meta answered with a retryable error before
   * @param rateLimited calls of this message that met a rate limit before
   * @param compensates whether a route has refused the message before
   */
  record Granted(
      UUID attemptId,
      Route route,
      int answered,
      int rateLimited,
      boolean compensates,
      Outgoing message)
      implements Claim {}

  /** Do not call Meta; this is the answer already. */
  record Answered(SendResult result) implements Claim {}

  /**
   * What is sent to whom.
   *
   * @param recipient E.164 with its plus sign
   * @param variables rendered at plan time
   * @param marketing whether the template is of Meta's category marketing
   */
  record Outgoing(
      UUID messageId,
      UUID campaignId,
      UUID channelId,
      String recipient,
      String templateName,
      String templateLanguage,
      Map<String, String> variables,
      boolean marketing) {

    /** Leaves out recipient and variables: whoever logs this record must not log a person. */
    @Override
    public String toString() {
      return "Outgoing[messageId=" + messageId + "]";
    }
  }
}
