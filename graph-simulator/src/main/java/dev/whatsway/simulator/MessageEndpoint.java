package dev.whatsway.simulator;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /messages} and {@code POST /marketing_messages}. */
final class MessageEndpoint {
  /** Codes about marketing: other messages to the same person go through. */
  private static final Set<String> MARKETING_ONLY = Set.of("130472", "131049", "131050");

  /**
   * What the MM API answers to who is not onboarded; its own fallback to Cloud covers only these.
   */
  private static final Set<String> ONBOARDING = Set.of("131055", "terms");

  private static final Duration SERVICE_WINDOW = Duration.ofHours(24);

  private final BehaviourStore behaviour;
  private final BehaviourDecider decider;
  private final SendValidator validator;
  private final ThroughputLimiter throughput;
  private final PairLimiter pairs;
  private final ErrorCatalogue errors;
  private final Account account;
  private final WebhookSender webhooks;
  private final LinkOpener links;
  private final RecentRequests requests;
  private final Clock clock;
  private final Map<String, Integer> mishaps = new ConcurrentHashMap<>();
  private final Map<String, Long> repliedAt = new ConcurrentHashMap<>();

  MessageEndpoint(
      BehaviourStore behaviour,
      SendValidator validator,
      ErrorCatalogue errors,
      Account account,
      WebhookSender webhooks,
      LinkOpener links,
      RecentRequests requests,
      Clock clock) {
    this.behaviour = behaviour;
    this.decider = new BehaviourDecider(behaviour);
    this.validator = validator;
    this.throughput = new ThroughputLimiter(clock);
    this.pairs = new PairLimiter(clock);
    this.errors = errors;
    this.account = account;
    this.webhooks = webhooks;
    this.links = links;
    this.requests = requests;
    this.clock = clock;
  }

  /** Forgets how often each recipient had trouble, so that a new behaviour starts afresh. */
  void forgetMishaps() {
    mishaps.clear();
  }

  Answer post(Route endpoint, String version, String phoneNumberId, byte[] body) {
    try {
      Answer answer = send(endpoint, version, phoneNumberId, body);
      requests.note(version, phoneNumberId, endpoint, body, answer.status());
      return answer;
    } catch (GraphError refused) {
      int status = errors.entry(refused.key()).http();
      requests.note(version, phoneNumberId, endpoint, body, status);
      throw refused;
    }
  }

  private Answer send(Route endpoint, String version, String phoneNumberId, byte[] body) {
    Behaviour current = behaviour.current();
    ManagementEndpoint.requireObject(phoneNumberId, current);
    if (endpoint == Route.CLOUD && ReadMark.isOne(body)) {
      ReadMark.check(body);
      return Answer.json(200, Json.object().put("success", true))
          .after(Chance.within(current.latencyMs()));
    }
    if (current.rateLimitStorm()) {
      // Asked for, so neither a violation of the caller's nor a use of its throughput.
      throw GraphError.of("130429");
    }
    SendRequest send = validator.validate(endpoint, version, phoneNumberId, body, current);
    if (!throughput.tryTake(phoneNumberId, current.throughput())) {
      account.rateViolation();
      throw GraphError.of("130429");
    }
    Fate fate = decider.fateOf(send.recipient());
    Fate.Connection connection = connection(send, fate);
    long latency = Chance.within(current.latencyMs());
    if (connection == Fate.Connection.CLOSED_BEFORE_ACCEPT) {
      account.lost(send, connection, false);
      return Answer.closed().after(latency);
    }
    if (connection == Fate.Connection.SERVER_ERROR_BEFORE_ACCEPT) {
      account.lost(send, connection, false);
      return Answer.html(502, "Bad Gateway").after(latency);
    }
    refuse(send, fate);
    Route route = route(send, fate, current.rules());
    if (!pairs.tryTake(phoneNumberId, send.recipient(), current.pairRate())) {
      account.pairViolation();
      throw GraphError.of("131056");
    }
    String wamid = account.accept(send, route);
    if (connection != Fate.Connection.FINE) {
      account.lost(send, connection, true);
    }
    CompletableFuture<Void> told = plan(send, fate, route, wamid, current);
    Answer answer =
        switch (connection) {
          case CLOSED_AFTER_ACCEPT -> Answer.closed();
          case SERVER_ERROR_AFTER_ACCEPT -> Answer.html(500, "Internal Server Error");
          case CLOSED_MID_ANSWER -> accepted(send, fate, wamid).cutInTheMiddle();
          default -> accepted(send, fate, wamid);
        };
    return answer
        .after(connection == Fate.Connection.LATE ? fate.lateMs() : latency)
        .afterThat(told);
  }

  private Fate.Connection connection(SendRequest send, Fate fate) {
    return fate.connection() != Fate.Connection.FINE
            && isAmongFirst("connection", send, fate.connectionTimes())
        ? fate.connection()
        : Fate.Connection.FINE;
  }

  private void refuse(SendRequest send, Fate fate) {
    String trouble = fate.trouble();
    if (trouble != null && isAmongFirst("trouble", send, fate.troubleTimes())) {
      throw GraphError.of(trouble);
    }
    String refusal = fate.refuse();
    if (refusal != null && appliesTo(send, refusal)) {
      throw GraphError.of(refusal);
    }
  }

  private Route route(SendRequest send, Fate fate, Behaviour.Rules rules) {
    if (send.endpoint() == Route.CLOUD) {
      if (send.isMarketing() && rules.cloudMarketingDisabled()) {
        throw GraphError.of("131063");
      }
      return Route.CLOUD;
    }
    String refusal = rules.mmOnboarded() ? fate.mmRefusal() : "terms";
    if (refusal == null) {
      return Route.MARKETING_MESSAGES;
    }
    if (send.strict() || !ONBOARDING.contains(refusal)) {
      throw GraphError.of(refusal);
    }
    if (rules.cloudMarketingDisabled()) {
      throw GraphError.of("131063");
    }
    return Route.CLOUD;
  }

  /** Plans the webhooks and returns the one that the answer must wait for. */
  private CompletableFuture<Void> plan(
      SendRequest send, Fate fate, Route route, String wamid, Behaviour current) {
    Statuses statuses =
        new Statuses(
            errors, WebhookEvent.Sender.of(send.phoneNumberId(), current), send, route, wamid);
    StatusScript script = new StatusScript(current.webhookDelaysMs(), Chance::within);
    long now = clock.millis();
    String failure = failure(send, fate, current.rules(), now);
    List<StatusScript.Step> steps =
        failure == null
            ? script.sent(statuses, fate, clickComponent(send, route, current.rules()), now)
            : script.failed(statuses, fate, failure, now);
    String link = send.linkParameter();
    if (link != null) {
      script.click().ifPresent(after -> links.open(link, after));
    }
    CompletableFuture<Void> told = Answer.AT_ONCE;
    for (StatusScript.Step step : steps) {
      if (step.event().kind() == WebhookEvent.Kind.MESSAGE) {
        repliedAt.put(pair(send), now + step.delayMs());
      }
      CompletableFuture<Void> settled = webhooks.publish(step.event(), step.delayMs());
      // A held message has no early webhook.
      boolean early = fate.disorder() == Fate.Disorder.BEFORE_ANSWER && step.delayMs() == 0;
      if (early && told == Answer.AT_ONCE) {
        // The receiver may be away: no longer than it has for its own answer.
        told = settled.completeOnTimeout(null, current.webhooks().timeoutMs(), MILLISECONDS);
      }
    }
    return told;
  }

  private @Nullable String failure(SendRequest send, Fate fate, Behaviour.Rules rules, long now) {
    if (send.template() == null && rules.serviceWindowEnforced() && !isWindowOpen(send, now)) {
      return "131047";
    }
    boolean unitedStates =
        send.toUserId()
            ? send.recipient().startsWith("US.")
            : Countries.isUnitedStates(send.recipient());
    if (send.isMarketing() && rules.usMarketingBlocked() && unitedStates) {
      return "131049";
    }
    if (fate.hold() == Fate.Hold.DROPPED && send.template() != null) {
      return "132015";
    }
    String fail = fate.fail();
    return fail != null && appliesTo(send, fail) ? fail : null;
  }

  private static String clickComponent(SendRequest send, Route route, Behaviour.Rules rules) {
    Template template = send.template();
    boolean measured =
        !send.toUserId() && Countries.hasClickMetrics(send.recipient()) || rules.clicksEverywhere();
    return template != null && route == Route.MARKETING_MESSAGES && measured
        ? template.clickComponent()
        : "";
  }

  private static Answer accepted(SendRequest send, Fate fate, String wamid) {
    ObjectNode body = Json.object();
    body.put("messaging_product", "whatsapp");
    ObjectNode contact = body.putArray("contacts").addObject();
    contact.put("input", send.input());
    contact.put(send.toUserId() ? "user_id" : "wa_id", send.recipient());
    boolean held = fate.hold() != Fate.Hold.NONE && send.template() != null;
    body.putArray("messages")
        .addObject()
        .put("id", wamid)
        .put("message_status", held ? "held_for_quality_assessment" : "accepted");
    return Answer.json(200, body);
  }

  private boolean isAmongFirst(String kind, SendRequest send, int times) {
    return mishaps.merge(kind + "/" + pair(send), 1, Integer::sum) <= times;
  }

  private boolean isWindowOpen(SendRequest send, long now) {
    Long at = repliedAt.get(pair(send));
    return at != null && at <= now && now - at < SERVICE_WINDOW.toMillis();
  }

  private static boolean appliesTo(SendRequest send, String code) {
    return send.isMarketing() || !MARKETING_ONLY.contains(code);
  }

  private static String pair(SendRequest send) {
    return send.phoneNumberId() + "/" + send.recipient();
  }
}
