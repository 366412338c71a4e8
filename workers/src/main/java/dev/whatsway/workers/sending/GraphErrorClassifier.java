package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.workers.sending.Verdict.Reach;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides what an answer of Meta's means: a pure function of route, HTTP status
 * and Meta's code. Meta's advice is to branch on the code, and its HTTP statuses mislead: 3, 131045
 * and 134102 come as 500 but are final, 4, 80007, 130429 and 131056 come as 400 but pass.
 *
 * <p>Source of the codes: Meta's "Error codes" and "Send Marketing Messages" pages. Where they say
 * nothing, the rule is: a 5xx may have been sent, so it is never repeated; a 4xx was not sent and
 * will not be.
 */
public final class GraphErrorClassifier {

  /** Refusals by MM of what Cloud takes. */
  private static final Set<Integer> REROUTE = Set.of(131055, 134100, 134101, 134102);

  private static final Set<Integer> TRANSIENT = Set.of(1, 2, 131000, 131016, 133004, 135000);

  /** 131057 and 2494100 are maintenance of the number, which takes minutes, not seconds. */
  private static final Map<Integer, Scope> SLOW_DOWN =
      Map.of(
          4, Scope.ACCOUNT,
          80007, Scope.ACCOUNT,
          131064, Scope.ACCOUNT,
          130429, Scope.NUMBER,
          131057, Scope.NUMBER,
          2494100, Scope.NUMBER,
          131056, Scope.PAIR);

  /**
   * 131061 and 131063 say that a template goes through one route only. Neither leads to the other
   * route: 131063 comes from Cloud for an account whose marketing must not go through Cloud, and
   * from MM while its terms are unsigned.
   */
  private static final Set<Integer> TEMPLATE =
      Set.of(
          131061, 131063, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069);

  private static final Set<Integer> RECIPIENT =
      Set.of(130403, 130472, 130497, 131021, 131026, 131030, 131047, 131049, 131050, 137000);

  private static final Set<Integer> ACCOUNT =
      Set.of(
          0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 131048, 133000, 133005,
          133006, 133008, 133009, 133010, 133015, 133016, 134011, 136024, 136025);

  /**
   * Decides about an answer that accepted nothing.
   *
   * @param error null where the body was none of Meta's, as from a proxy in between
   */
  public static Verdict classify(Route route, int http, @Nullable GraphError error) {
    if (error == null) {
      return withoutMetasWord(http);
    }
    int code = error.code();
    if (route == Route.MARKETING_MESSAGES && isRerouted(error)) {
      return new Verdict.RerouteToCloud();
    }
    if (SLOW_DOWN.containsKey(code)) {
      return new Verdict.SlowDown(SLOW_DOWN.get(code));
    }
    if (TRANSIENT.contains(code)) {
      return new Verdict.Transient();
    }
    return reach(code, http);
  }

  private static boolean isRerouted(GraphError error) {
    return REROUTE.contains(error.code())
        || ((error.code() == 10 || isPermission(error.code())) && error.termsNotAccepted());
  }

  private static boolean isPermission(int code) {
    return code >= 200 && code <= 299;
  }

  private static Verdict reach(int code, int http) {
    if (TEMPLATE.contains(code)) {
      return new Verdict.Reject(Reach.TEMPLATE);
    }
    if (RECIPIENT.contains(code)) {
      return new Verdict.Reject(Reach.RECIPIENT);
    }
    if (ACCOUNT.contains(code) || isPermission(code)) {
      return new Verdict.Reject(Reach.ACCOUNT);
    }
    if (http >= 500 && !REROUTE.contains(code)) {
      return new Verdict.Unknown();
    }
    return new Verdict.Reject(Reach.MESSAGE);
  }

  private static Verdict withoutMetasWord(int http) {
    if (http == 429) {
      return new Verdict.SlowDown(Scope.NUMBER);
    }
    // 408: whatever stands in between waited too long for Meta, which may have taken it.
    return http >= 400 && http < 500 && http != 408
        ? new Verdict.Reject(Reach.MESSAGE)
        : new Verdict.Unknown();
  }

  private GraphErrorClassifier() {}
}
