package dev.whatsway.store.channel;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Something that Meta will refuse every further message of a channel, WABA or template for.
 *
 * @param channelId the channel that met it, whose workflow looks after it
 * @param scopeKey the channel's id; the WABA's id; {@code waba/name/language}
 * @param code Meta's
 * @param reason in words for an operator
 * @param remedy what to do about it
 */
public record Stop(
    UUID id,
    UUID accountId,
    UUID channelId,
    Scope scope,
    String scopeKey,
    Cause cause,
    int code,
    String reason,
    String remedy,
    Instant since) {

  /** What it stops. */
  public enum Scope {
    CHANNEL,
    WABA,
    TEMPLATE;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Scope of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /** Where to look whether it is gone. */
  public enum Cause {
    NUMBER(Scope.CHANNEL),
    WABA(Scope.WABA),
    /** A token belongs to one channel here, so it stops that. */
    TOKEN(Scope.CHANNEL),
    TEMPLATE(Scope.TEMPLATE);

    private final Scope scope;

    Cause(Scope scope) {
      this.scope = scope;
    }

    public Scope scope() {
      return scope;
    }

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Cause of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /** Returns reason and remedy as one text, with Meta's code. */
  public String explained() {
    return explained(reason, code, remedy);
  }

  static String explained(String reason, int code, String remedy) {
    return reason + " (Meta's code " + code + ") " + remedy;
  }
}
