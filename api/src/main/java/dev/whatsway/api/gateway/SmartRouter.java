package dev.whatsway.api.gateway;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphError;
import dev.whatsway.graph.GraphErrorClassifier;
import dev.whatsway.graph.Verdict;
import dev.whatsway.store.gateway.GatewayOutcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides the route of a send and what follows each call: a pure function, at most one call by each
 * route. The rows of {@code routing.csv} are its specification.
 *
 * <p>Only what says nothing else than "not by this route" leads to the other one. A lost answer
 * does not, since the message may be out, unless the channel wants it so ({@link Fallback#ALWAYS}).
 */
final class SmartRouter {

  /** What is known of the template. */
  enum Category {
    MARKETING,
    OTHER,
    /** Never learnt, learnt too long ago, or the cache does not answer. */
    UNKNOWN
  }

  /** When a send that MM did not take goes by Cloud; the channel's setting. */
  enum Fallback {
    /** Where it was certainly not sent. */
    DEFINITE,
    /** Also where it may have been sent: the person may get it twice. */
    ALWAYS
  }

  /**
   * What is known before the first call.
   *
   * @param direct whether the client asks for {@code /marketing_messages} itself
   * @param routing whether routes are chosen at all: stack, account and channel want it
   */
  record Situation(
      boolean direct, boolean template, boolean routing, Category category, Fallback fallback) {}

  /** How a call ended, as far as routes depend on it. */
  sealed interface End {

    /** Meta's code, 0 where the call brought none. */
    default int code() {
      return 0;
    }

    /**
     * An answer.
     *
     * @param error null where the body is none of Meta's errors
     * @param wamid null where the body names no message
     */
    record Answered(
        int http,
        @Nullable GraphError error,
        @Nullable String wamid,
        @Nullable String messageStatus)
        implements End {

      @Override
      public int code() {
        return error == null ? 0 : error.code();
      }
    }

    /** The request has certainly not left. */
    record NotSent(String cause) implements End {}

    /** The request may have left. */
    record Lost(String cause) implements End {}
  }

  /** What follows a call. */
  sealed interface Step {

    /**
     * What the call has taught: whether MM takes the template; null where it taught nothing, as
     * errors about the person, the number or the token do.
     */
    @Nullable Boolean learnt();

    /** One more call. */
    record Other(Route route, GatewayOutcome ended, @Nullable Boolean learnt) implements Step {}

    /**
     * The end.
     *
     * @param metas whether the client gets Meta's answer as it is; else one of ours
     */
    record Answer(GatewayOutcome outcome, boolean metas, @Nullable Boolean learnt)
        implements Step {}
  }

  /** Meta's words for "not a marketing template"; the other ROUTE codes say nothing of it. */
  private static final Set<Integer> NOT_MARKETING = Set.of(131055, 134100);

  /** What MM finds wrong in a request that Cloud may take: its schema is closed, Cloud's is not. */
  private static final Set<Integer> STRICTER_ON_MM = Set.of(100, 131008, 131009);

  /** The person has stopped marketing at Meta: no policy sends it after all. */
  private static final int STOPPED = 131050;

  static Route first(Situation situation) {
    if (situation.direct()) {
      return Route.MARKETING_MESSAGES;
    }
    return chooses(situation) && situation.category() != Category.OTHER
        ? Route.MARKETING_MESSAGES
        : Route.CLOUD;
  }

  /**
   * Decides what follows a call.
   *
   * @param call 1 for the first
   * @param maybeSent whether an earlier call may have sent the message
   */
  static Step after(Situation situation, int call, Route route, End end, boolean maybeSent) {
    if (end instanceof End.NotSent notSent && maybeSent) {
      return lost(new End.Lost(notSent.cause()));
    }
    if (end instanceof End.Answered answered
        && answered.http() / 100 == 2
        && answered.wamid() == null) {
      // No word of Meta's on a message: of a proxy in between, perhaps. The client gets it as it
      // is.
      return new Step.Answer(unknown(answered), true, null);
    }
    if (end instanceof End.Answered answered && answered.http() / 100 == 2) {
      boolean proves =
          route == Route.MARKETING_MESSAGES && situation.category() != Category.MARKETING;
      return new Step.Answer(
          new GatewayOutcome.Accepted(answered.http(), answered.wamid(), answered.messageStatus()),
          true,
          proves ? Boolean.TRUE : null);
    }
    boolean otherOpen = call == 1 && chooses(situation);
    return route == Route.MARKETING_MESSAGES
        ? afterMarketingMessages(situation, otherOpen, end)
        : afterCloud(otherOpen, end);
  }

  private static Step afterMarketingMessages(Situation situation, boolean otherOpen, End end) {
    boolean always = situation.fallback() == Fallback.ALWAYS;
    if (end instanceof End.NotSent notSent) {
      return otherOpen
          ? toCloud(new GatewayOutcome.NotSent(notSent.cause()), null)
          : notSent(notSent);
    }
    if (end instanceof End.Lost lost) {
      return otherOpen && always
          ? toCloud(new GatewayOutcome.Unknown(null, lost.cause()), null)
          : lost(lost);
    }
    End.Answered answered = (End.Answered) end;
    Verdict verdict =
        GraphErrorClassifier.classify(
            Route.MARKETING_MESSAGES, answered.http(), answered.error(), false);
    if (isUnknown(answered, verdict)) {
      return otherOpen && always
          ? toCloud(unknown(answered), null)
          // Of a route that the client did not ask for, the client gets no page of a proxy.
          : new Step.Answer(unknown(answered), !otherOpen, null);
    }
    Boolean learnt = isNotMarketing(answered) ? Boolean.FALSE : null;
    boolean falls =
        verdict instanceof Verdict.RerouteToCloud
            || STRICTER_ON_MM.contains(end.code())
            || always && end.code() != STOPPED;
    return otherOpen && falls
        ? toCloud(new GatewayOutcome.Refused(answered.http(), failure(answered)), learnt)
        : rejected(answered, verdict, learnt);
  }

  private static Step afterCloud(boolean otherOpen, End end) {
    if (end instanceof End.NotSent notSent) {
      return notSent(notSent);
    }
    if (end instanceof End.Lost lost) {
      return lost(lost);
    }
    End.Answered answered = (End.Answered) end;
    Verdict verdict =
        GraphErrorClassifier.classify(Route.CLOUD, answered.http(), answered.error(), otherOpen);
    if (verdict instanceof Verdict.RerouteToMarketingMessages) {
      return new Step.Other(
          Route.MARKETING_MESSAGES,
          new GatewayOutcome.Refused(answered.http(), failure(answered)),
          true);
    }
    return isUnknown(answered, verdict)
        ? new Step.Answer(unknown(answered), true, null)
        : rejected(answered, verdict, null);
  }

  private static boolean chooses(Situation situation) {
    return !situation.direct() && situation.template() && situation.routing();
  }

  private static Step toCloud(GatewayOutcome ended, @Nullable Boolean learnt) {
    return new Step.Other(Route.CLOUD, ended, learnt);
  }

  private static Step rejected(End.Answered answered, Verdict verdict, @Nullable Boolean learnt) {
    boolean stopped = verdict instanceof Verdict.RecipientPermanent person && person.stopped();
    return new Step.Answer(
        new GatewayOutcome.Rejected(answered.http(), failure(answered), stopped), true, learnt);
  }

  private static Step notSent(End.NotSent notSent) {
    return new Step.Answer(new GatewayOutcome.NotSent(notSent.cause()), false, null);
  }

  private static Step lost(End.Lost lost) {
    return new Step.Answer(new GatewayOutcome.Unknown(null, lost.cause()), false, null);
  }

  /**
   * A 5xx may have been sent, unless its code is one of those that Meta's table calls final. So may
   * what a proxy in between gave up waiting for.
   */
  private static boolean isUnknown(End.Answered answered, Verdict verdict) {
    return verdict instanceof Verdict.Unknown
        || answered.http() >= 500
            && (verdict instanceof Verdict.Transient || verdict instanceof Verdict.SlowDown);
  }

  /** Who has not accepted MM's terms gets 131055 as well, and learns nothing of the template. */
  private static boolean isNotMarketing(End.Answered answered) {
    GraphError error = answered.error();
    return error != null && NOT_MARKETING.contains(error.code()) && !error.termsNotAccepted();
  }

  private static GatewayOutcome unknown(End.Answered answered) {
    return new GatewayOutcome.Unknown(answered.http(), "HTTP " + answered.http());
  }

  private static Failure failure(End.Answered answered) {
    GraphError error = answered.error();
    return error == null ? new Failure(0, "HTTP " + answered.http(), null) : error.failure();
  }

  private SmartRouter() {}
}
