package dev.whatsway.graph;

import static dev.whatsway.graph.Verdict.Reach.NUMBER;
import static dev.whatsway.graph.Verdict.Reach.TOKEN;
import static dev.whatsway.graph.Verdict.Reach.WABA;

import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.graph.Verdict.AccountStop;
import dev.whatsway.graph.Verdict.Reach;
import dev.whatsway.graph.Verdict.RecipientLater;
import dev.whatsway.graph.Verdict.RecipientPermanent;
import dev.whatsway.graph.Verdict.RequestFault;
import dev.whatsway.graph.Verdict.RerouteToCloud;
import dev.whatsway.graph.Verdict.RerouteToMarketingMessages;
import dev.whatsway.graph.Verdict.SlowDown;
import dev.whatsway.graph.Verdict.TemplateStop;
import dev.whatsway.graph.Verdict.Transient;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table of Meta's codes: what each means when Cloud and when MM answers it. Sources: Meta's
 * pages "Error codes", "Send Marketing Messages" and "Per-user marketing template message limits".
 */
final class MetaCodes {

  /** What one code, or each of a range, means. */
  record Meaning(int last, Verdict onCloud, Verdict onMarketingMessages) {}

  private static final Verdict REQUEST = new RequestFault();
  private static final Verdict PERSON = new RecipientPermanent(false);
  private static final Verdict TO_CLOUD = new RerouteToCloud();
  private static final Verdict AGAIN = new Transient(3, Duration.ZERO);

  private static final String REPLACE_TOKEN =
      "Give the channel an access token that is valid for its WABA and may send messages, then"
          + " resume.";
  private static final String REGISTER = "Register the number at Meta, then resume.";

  private static final TreeMap<Integer, Meaning> TABLE = new TreeMap<>();

  static {
    tokens();
    accounts();
    numbers();
    templates();
    people();
    limits();
    routes();
    requests();
  }

  /** Returns what the code means, null where the table has no word on it. */
  static @Nullable Meaning of(int code) {
    Map.Entry<Integer, Meaning> row = TABLE.floorEntry(code);
    return row != null && code <= row.getValue().last ? row.getValue() : null;
  }

  private static void tokens() {
    stop(0, TOKEN, "Meta cannot authenticate the app.", REPLACE_TOKEN);
    stop(3, TOKEN, "The app lacks the capability to send.", REPLACE_TOKEN);
    stop(10, TOKEN, "The token lacks a permission.", REPLACE_TOKEN);
    stop(190, TOKEN, "The access token has expired or is invalid.", REPLACE_TOKEN);
    all(
        200,
        299,
        new AccountStop(TOKEN, "The token lacks a permission for the WABA.", REPLACE_TOKEN));
    stop(131005, TOKEN, "Meta denies the token access.", REPLACE_TOKEN);
  }

  private static void accounts() {
    String appeal =
        "Look into Account Quality in Meta Business Suite, resolve or appeal the decision, then"
            + " resume.";
    stop(368, WABA, "Meta has restricted the account for a breach of its policy.", appeal);
    stop(131031, WABA, "Meta has locked the account.", appeal);
    stop(
        131042,
        WABA,
        "Meta cannot charge the account: its payment method is missing or was declined.",
        "Settle the WABA's payment method in WhatsApp Manager, then resume.");
    stop(
        134011,
        WABA,
        "The account has not accepted Meta's payment terms.",
        "Accept the terms in WhatsApp Manager, then resume.");
  }

  private static void numbers() {
    stop(
        33,
        NUMBER,
        "Meta knows the number no more.",
        "Check the channel's phone_number_id in WhatsApp Manager, then resume.");
    stop(
        131037,
        NUMBER,
        "The number's display name is not approved.",
        "Have the display name approved in WhatsApp Manager, then resume.");
    stop(131045, NUMBER, "The number's registration is broken.", REGISTER);
    stop(
        131048,
        NUMBER,
        "Meta limits the number because too many messages were blocked or reported as spam.",
        "Check the number's quality in WhatsApp Manager and send to fewer people, who want it;"
            + " resume when Meta has lifted the limit. Waiting alone does not help.");
    stop(133000, NUMBER, "The number's deregistration is incomplete.", REGISTER);
    stop(133005, NUMBER, "The number's PIN is wrong.", REGISTER);
    stop(133006, NUMBER, "The number has to be verified first.", REGISTER);
    stop(133008, NUMBER, "Too many wrong PINs were given for the number.", REGISTER);
    stop(133009, NUMBER, "PINs were given too fast for the number.", REGISTER);
    stop(133010, NUMBER, "The number is not registered.", REGISTER);
    stop(133015, NUMBER, "The number was deleted a moment ago.", REGISTER);
    stop(
        133016,
        NUMBER,
        "The number was registered or deregistered too often.",
        "Wait 72 hours, register the number at Meta, then resume.");
    stop(136024, NUMBER, "The number's verification is at odds with Meta's record.", REGISTER);
    stop(136025, NUMBER, "The number is not verified.", REGISTER);
  }

  private static void templates() {
    String another = "Correct the template at Meta, or make another, then start a new campaign.";
    template(
        132001,
        "The template does not exist or is not approved in this language.",
        "Have the template approved in the language, then resume.");
    template(132007, "The template's content breaks a policy of Meta's.", another);
    template(
        132015,
        "Meta has paused the template for its low quality.",
        "Meta unpauses it by itself, the first time after 3 hours; or edit it. Then resume.");
    template(132016, "Meta has disabled the template for good.", another);
    template(132068, "The template's flow is blocked.", "Correct the flow at Meta, then resume.");
    template(
        132069,
        "The template's flow is throttled: 10 messages an hour.",
        "Correct the flow at Meta until its throttling ends, then resume.");
  }

  private static void people() {
    all(131049, 131049, new RecipientLater());
    all(131050, 131050, new RecipientPermanent(true));
    for (int code : new int[] {130403, 130472, 130497, 131021, 131026, 131030, 131047, 137000}) {
      all(code, code, PERSON);
    }
  }

  private static void limits() {
    for (int code : new int[] {1, 2, 131000, 131016, 133004}) {
      all(code, code, AGAIN);
    }
    all(135000, 135000, new Transient(2, Duration.ZERO));
    for (int code : new int[] {4, 80007, 131064}) {
      all(code, code, new SlowDown(Scope.ACCOUNT));
    }
    // The latter two are maintenance of the number, which takes minutes.
    for (int code : new int[] {130429, 131057, 2494100}) {
      all(code, code, new SlowDown(Scope.NUMBER));
    }
    all(131056, 131056, new SlowDown(Scope.PAIR));
  }

  private static void routes() {
    for (int code : new int[] {131055, 134100, 134101, 134102, 1752041}) {
      put(code, code, REQUEST, TO_CLOUD);
    }
    Verdict toMarketingMessages = new RerouteToMarketingMessages();
    put(
        131061,
        131061,
        toMarketingMessages,
        new TemplateStop(
            "The template has a bid and goes through the Marketing Messages API alone.",
            "Finish the WABA's onboarding to Marketing Messages and enable it for the channel,"
                + " then resume."));
    put(
        131063,
        131063,
        toMarketingMessages,
        new AccountStop(
            WABA,
            "The WABA takes no marketing through the Cloud API, and the Marketing Messages API"
                + " does not take it either.",
            "Accept the Marketing Messages terms at Meta and enable the route for the channel, or"
                + " allow marketing on the Cloud API for the WABA; then resume."));
    // MM: the template's ad is not in place yet, which takes Meta up to 10 minutes.
    put(131009, 131009, REQUEST, new Transient(2, Duration.ofMinutes(10)));
  }

  private static void requests() {
    for (int code :
        new int[] {
          100, 131008, 131020, 131041, 131051, 131052, 131053, 131059, 131062, 132000, 132005,
          132012, 132018, 200005, 200006, 200007, 2388019, 2388039, 2388040, 2388047, 2388072,
          2388073, 2388293, 2388299, 2593107, 2593108
        }) {
      all(code, code, REQUEST);
    }
    // Groups, calling, flows, block lists.
    all(131200, 131299, REQUEST);
    all(138000, 138021, REQUEST);
    all(139000, 139004, REQUEST);
    all(139100, 139199, REQUEST);
  }

  private static void stop(int code, Reach reach, String reason, String remedy) {
    all(code, code, new AccountStop(reach, reason, remedy));
  }

  private static void template(int code, String reason, String remedy) {
    all(code, code, new TemplateStop(reason, remedy));
  }

  private static void all(int first, int last, Verdict verdict) {
    put(first, last, verdict, verdict);
  }

  private static void put(int first, int last, Verdict onCloud, Verdict onMarketingMessages) {
    if (TABLE.put(first, new Meaning(last, onCloud, onMarketingMessages)) != null) {
      throw new IllegalStateException("Code " + first + " stands in the table twice.");
    }
  }

  private MetaCodes() {}
}
