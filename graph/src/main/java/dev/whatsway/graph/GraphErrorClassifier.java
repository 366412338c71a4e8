package dev.whatsway.graph;

import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides what an error of Meta's means: a pure function of route, HTTP status,
 * Meta's code and its text, over the table {@link MetaCodes}. Meta's advice is to branch on the
 * code, and its HTTP statuses mislead: 3, 131045 and 134102 come as 500 but are final, 4, 80007,
 * 130429 and 131056 come as 400 but pass.
 *
 * <p>Where Meta's pages say nothing, the rule is: a 5xx may have been sent, so it is never
 * repeated; a 4xx was not sent, and is tried a few times.
 */
public final class GraphErrorClassifier {

  private static final Verdict FEW_TIMES = new Verdict.Transient(3, Duration.ZERO);

  /**
   * Decides about an answer that accepted nothing.
   *
   * @param route whose answer it is
   * @param error null where the body was none of Meta's, as from a proxy in between
   * @param otherWayOpen whether Marketing Messages may still carry the message: a marketing
   *     template, a channel that uses MM, and no refusal by MM before. Otherwise nothing is
   *     rerouted there, so that no message goes to and fro
   */
  public static Verdict classify(
      Route route, int http, @Nullable GraphError error, boolean otherWayOpen) {
    if (error == null) {
      return withoutMetasWord(http);
    }
    if (route == Route.MARKETING_MESSAGES && isRefusedByText(error)) {
      return new Verdict.RerouteToCloud();
    }
    MetaCodes.Meaning meaning = MetaCodes.of(error.code());
    if (meaning == null) {
      return isRefusal(http) ? FEW_TIMES : new Verdict.Unknown();
    }
    Verdict verdict = route == Route.CLOUD ? meaning.onCloud() : meaning.onMarketingMessages();
    return verdict instanceof Verdict.RerouteToMarketingMessages && !otherWayOpen
        ? meaning.onMarketingMessages()
        : verdict;
  }

  /** Whether the code is one of those whose meaning is known; there are some hundreds. */
  public static boolean knows(int code) {
    return MetaCodes.of(code) != null;
  }

  /**
   * Decides about a failure that a webhook tells of an accepted message. The message itself is not
   * sent again but by {@link Verdict.RecipientLater}, so whatever says nothing about other messages
   * is a {@link Verdict.RequestFault}.
   *
   * @param code 0 where the webhook named none
   */
  public static Verdict classifyWebhook(int code) {
    MetaCodes.Meaning meaning = code == 0 ? null : MetaCodes.of(code);
    Verdict verdict = meaning == null ? new Verdict.RequestFault() : meaning.onMarketingMessages();
    return verdict instanceof Verdict.RecipientLater
            || verdict instanceof Verdict.RecipientPermanent
            || verdict instanceof Verdict.TemplateStop
            || verdict instanceof Verdict.AccountStop
        ? verdict
        : new Verdict.RequestFault();
  }

  /** Refusals by MM that share their code with refusals that Cloud would repeat. */
  private static boolean isRefusedByText(GraphError error) {
    int code = error.code();
    return switch (code) {
      case 100 -> error.endpointMissing();
      case 10 -> error.termsNotAccepted();
      default -> code >= 200 && code <= 299 && error.termsNotAccepted();
    };
  }

  private static Verdict withoutMetasWord(int http) {
    if (http == 429) {
      return new Verdict.SlowDown(Scope.NUMBER);
    }
    return isRefusal(http) ? FEW_TIMES : new Verdict.Unknown();
  }

  /** 408: whatever stands in between waited too long for Meta, which may have taken it. */
  private static boolean isRefusal(int http) {
    return http >= 400 && http < 500 && http != 408;
  }

  private GraphErrorClassifier() {}
}
