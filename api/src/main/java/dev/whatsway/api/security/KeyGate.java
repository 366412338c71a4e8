package dev.whatsway.api.security;

import dev.whatsway.store.account.ApiKey;
import dev.whatsway.store.account.ApiKeys;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Who calls, whether the key is good for it, and whether it was used too often.
 *
 * <p>A request costs no statement while its key was looked up within {@link #REMEMBERED}, which is
 * also how long a key that another instance revoked may still be used here. Rates are kept in the
 * process: each of the {@code whatsway.api.instances} grants its share.
 */
@Component
public class KeyGate {

  /** For how long a good key is not looked up again. */
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  private static final String SCHEME = "Bearer ";
  private static final int MOST_KNOWN = 10_000;

  private final ApiKeys keys;
  private final int instances;
  private final TimeMeter time;

  /** By the hex of their hashes: a key itself stays nowhere in memory. */
  private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();

  private final AtomicInteger forgotten = new AtomicInteger();

  @Autowired
  KeyGate(ApiKeys keys, @Value("${whatsway.api.instances}") int instances) {
    this(keys, instances, TimeMeter.SYSTEM_NANOTIME);
  }

  /**
   * @param instances how many processes share each key's rate, at least 1
   */
  KeyGate(ApiKeys keys, int instances, TimeMeter time) {
    if (instances < 1) {
      throw new IllegalArgumentException(
          "whatsway.api.instances is %d; it has to be 1 or more (WHATSWAY_API_INSTANCES)."
              .formatted(instances));
    }
    this.keys = keys;
    this.instances = instances;
    this.time = time;
  }

  /**
   * Decides about a request that needs the scope. One that passes counts towards its key's rate, so
   * ask once a request.
   */
  public Passage pass(HttpServletRequest request, Scope scope) {
    String secret = bearer(request);
    if (secret == null) {
      return new Passage.NoKey();
    }
    Known key;
    try {
      key = known(ApiKeys.hash(secret));
    } catch (DataAccessException e) {
      return new Passage.Unavailable();
    }
    if (key == null) {
      return new Passage.UnknownKey();
    }
    if (!scope.isWithin(key.key().scopes())) {
      return new Passage.MissingScope(scope);
    }
    if (key.bucket() != null) {
      ConsumptionProbe probe = key.bucket().tryConsumeAndReturnRemaining(1);
      if (!probe.isConsumed()) {
        return new Passage.TooMany(Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill())));
      }
    }
    return new Passage.Passed(new Caller(key.key().accountId()));
  }

  /** Looks the key up again at its next use, which here ends it at once when it was revoked. */
  public void forget(UUID keyId) {
    forgotten.incrementAndGet();
    known.values().removeIf(key -> key.key().id().equals(keyId));
  }

  private @Nullable Known known(byte[] hash) {
    String at = HexFormat.of().formatHex(hash);
    Known remembered = known.get(at);
    // Before the statement: what it reads may be revoked while it is on its way here.
    long now = time.currentTimeNanos();
    int before = forgotten.get();
    if (remembered != null && !remembered.isOlder(now, REMEMBERED)) {
      return remembered;
    }
    ApiKey found = keys.valid(hash).orElse(null);
    if (found == null) {
      // Not remembered: strangers could fill the memory, and a new key is good at once.
      known.remove(at);
      return null;
    }
    makeRoom(now);
    Known fresh = known.compute(at, (hex, old) -> new Known(found, now, bucket(found, old)));
    if (forgotten.get() != before) {
      // A key was revoked while this one was read: it may be this.
      known.remove(at, fresh);
    }
    return fresh;
  }

  /** The same bucket as before, or every look-up would fill it. */
  private @Nullable Bucket bucket(ApiKey key, @Nullable Known before) {
    Integer perSecond = key.perSecond();
    if (perSecond == null) {
      return null;
    }
    if (before != null && perSecond.equals(before.key().perSecond())) {
      return before.bucket();
    }
    int share = (perSecond + instances - 1) / instances;
    return Bucket.builder()
        .withCustomTimePrecision(time)
        .addLimit(limit -> limit.capacity(share).refillGreedy(share, Duration.ofSeconds(1)))
        .build();
  }

  /**
   * Forgets keys that nobody uses. Each use after {@link #REMEMBERED} reads a key again, so one
   * read twice as long ago was not used since, and its bucket is full again anyway.
   */
  private void makeRoom(long now) {
    if (known.size() >= MOST_KNOWN) {
      known.values().removeIf(key -> key.isOlder(now, REMEMBERED.multipliedBy(2)));
    }
  }

  private static @Nullable String bearer(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String key = header.substring(SCHEME.length()).strip();
    return key.isEmpty() ? null : key;
  }

  /**
   * A key that was good.
   *
   * @param readAt on the time meter, before it was read
   * @param bucket null where it has no limit
   */
  private record Known(ApiKey key, long readAt, @Nullable Bucket bucket) {

    boolean isOlder(long now, Duration age) {
      return now - readAt > age.toNanos();
    }
  }
}
