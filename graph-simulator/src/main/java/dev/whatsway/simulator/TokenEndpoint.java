package dev.whatsway.simulator;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /debug_token} and {@code GET /{v}/oauth/access_token}, and what tokens are worth. */
final class TokenEndpoint {

  /** Meta, "Get long-lived tokens": about 60 days. */
  private static final long LIFE_SECONDS = 5_183_944;

  private final BehaviourStore behaviour;
  private final @Nullable String accessToken;
  private final Clock clock;
  private final Map<String, Long> issued = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();

  /**
   * @param accessToken the only token that is right besides those issued here; null for any
   */
  TokenEndpoint(BehaviourStore behaviour, @Nullable String accessToken, Clock clock) {
    this.behaviour = behaviour;
    this.accessToken = accessToken;
    this.clock = clock;
  }

  void authenticate(@Nullable String bearer) {
    if (bearer == null || bearer.isEmpty() || !known(bearer)) {
      throw GraphError.of("token-missing");
    }
    if (!valid(bearer)) {
      throw GraphError.of("token-expired");
    }
  }

  Answer debug(Request request) {
    String token = request.query().getOrDefault("input_token", "");
    boolean valid = !token.isEmpty() && known(token) && valid(token);
    ObjectNode data = Json.object();
    ObjectNode fields = data.putObject("data");
    fields.put("app_id", "1029384756").put("type", "SYSTEM_USER").put("is_valid", valid);
    fields.put("expires_at", expiresAt(token));
    return Answer.json(200, data);
  }

  Answer exchange(Request request) {
    String token = request.query().getOrDefault("fb_exchange_token", "");
    for (String field : new String[] {"grant_type", "client_id", "client_secret"}) {
      if (request.query().getOrDefault(field, "").isEmpty()) {
        throw GraphError.of("100", "Param " + field + " is required");
      }
    }
    authenticate(token);
    String longer = "exchanged-" + count.incrementAndGet() + "-of-" + Hash.of(0, token);
    issued.put(longer, clock.instant().getEpochSecond() + LIFE_SECONDS);
    ObjectNode answer = Json.object();
    answer.put("access_token", longer).put("token_type", "bearer").put("expires_in", LIFE_SECONDS);
    return Answer.json(200, answer);
  }

  private boolean known(String token) {
    boolean right = accessToken == null || accessToken.equals(token) || issued.containsKey(token);
    return right && !"invalid".equals(token);
  }

  private boolean valid(String token) {
    Behaviour.Token told = behaviour.current().tokens().get(token);
    long end = expiresAt(token);
    return !"expired".equals(token)
        && (told == null || told.valid())
        && (end == 0 || clock.instant().getEpochSecond() < end);
  }

  private long expiresAt(String token) {
    Behaviour.Token told = behaviour.current().tokens().get(token);
    return told == null ? issued.getOrDefault(token, 0L) : told.expiresAt();
  }
}
