package dev.whatsway.api.message;

import java.util.Map;

/**
 * What happens next, or what can be done, after a failure with a code of Meta's (its page "Error
 * codes").
 */
final class MetaAdvice {

  private static final String TOKEN =
      "Give the channel an access token that is valid for its WABA, then send a new campaign.";
  private static final String ACCOUNT =
      "Meta has restricted the account or the number; resolve it in WhatsApp Manager first.";
  private static final String RATE =
      "Meta's rate limit held longer than the retries; lower the channel's throughput.";
  private static final String TEMPLATE =
      "Correct the template or its variables, then send a new campaign.";
  private static final String REQUEST =
      "Meta does not accept the request as it is; look at the attempt's details.";

  private static final Map<Integer, String> NEXT =
      Map.ofEntries(
          Map.entry(0, TOKEN),
          Map.entry(3, TOKEN),
          Map.entry(4, RATE),
          Map.entry(10, TOKEN),
          Map.entry(33, ACCOUNT),
          Map.entry(100, REQUEST),
          Map.entry(190, TOKEN),
          Map.entry(200, TOKEN),
          Map.entry(368, ACCOUNT),
          Map.entry(80007, RATE),
          Map.entry(130403, "Unblock the person at Meta if they are to be reached again."),
          Map.entry(130429, RATE),
          Map.entry(130472, "Nothing: the recipient is in an experiment of Meta's without ads."),
          Map.entry(130497, "Leave this country out: Meta does not allow the category there."),
          Map.entry(131005, TOKEN),
          Map.entry(131008, REQUEST),
          Map.entry(131009, REQUEST),
          Map.entry(131021, "Leave the channel's own number out of the audience."),
          Map.entry(
              131026, "Nothing: the number is not on WhatsApp, or its app is too old for it."),
          Map.entry(131030, "Add the number to the test number's allowed list at Meta."),
          Map.entry(131031, ACCOUNT),
          Map.entry(131037, ACCOUNT),
          Map.entry(131042, "Settle the WABA's payment method at Meta."),
          Map.entry(131045, ACCOUNT),
          Map.entry(131047, "Only a template may be sent: 24 hours have passed since the reply."),
          Map.entry(131048, "Meta limits the number for its quality; send less and to opted-in."),
          Map.entry(
              131049,
              "Meta limits marketing to this person (and sends none to US numbers); try no sooner"
                  + " than 24 hours later."),
          Map.entry(131050, "Nothing: the recipient has stopped marketing from this business."),
          Map.entry(131056, RATE),
          Map.entry(131063, "Allow marketing on the Cloud API for the WABA, or let MM send it."),
          Map.entry(132000, TEMPLATE),
          Map.entry(132001, "Have the template approved in this language at Meta."),
          Map.entry(132005, TEMPLATE),
          Map.entry(132007, TEMPLATE),
          Map.entry(132012, TEMPLATE),
          Map.entry(132015, "Meta has paused the template for its quality; wait or edit it."),
          Map.entry(132016, "Meta has disabled the template for good; make another."),
          Map.entry(132018, TEMPLATE),
          Map.entry(133010, "Register the number at Meta."),
          Map.entry(134101, "Meta needs some ten minutes to take up a new template; send later."),
          Map.entry(137000, "The recipient's identity has changed; confirm it with them first."));

  static String next(int code) {
    return NEXT.getOrDefault(
        code, "Look the code up at Meta's page of error codes; the message is not tried again.");
  }

  private MetaAdvice() {}
}
