package dev.whatsway.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that can be set about the simulated Meta; read from JSON by {@link BehaviourStore},
 * which fills absent fields from {@code defaults.json}. The README explains each field.
 *
 * @param openLinks what a click's button parameter is appended to and fetched; null: nothing is
 * @param keepRequests how many of the last send requests are kept with their bodies
 * @param rateLimitStorm whether every send is refused with 130429, whatever its rate
 * @param tokens access tokens that are not simply valid for ever
 * @param wabaHealth what every WABA's {@code health_status} says
 * @param recipients by phone number, digits only, or business-scoped user id
 * @param prefixes by the first digits of a phone number; the longest match wins
 * @param templates null for the bundled ones
 */
record Behaviour(
    long seed,
    Range latencyMs,
    Delays webhookDelaysMs,
    @Nullable String openLinks,
    Webhooks webhooks,
    Throughput throughput,
    PairRate pairRate,
    boolean rateLimitStorm,
    int keepRequests,
    Rules rules,
    Map<String, PhoneNumber> phoneNumbers,
    Map<String, Token> tokens,
    HealthStatus wabaHealth,
    @Nullable List<ObjectNode> templates,
    Map<String, String> templateStatus,
    Map<String, Fate> recipients,
    Map<String, Fate> prefixes,
    Rates rates) {

  /** Returns the number of that id; one the behaviour does not name is a number like any other. */
  PhoneNumber phoneNumber(String id) {
    PhoneNumber named = phoneNumbers.get(id);
    return named == null ? BehaviourStore.UNNAMED_PHONE_NUMBER : named;
  }

  /** A range of milliseconds, both ends included. */
  record Range(long min, long max) {}

  record Delays(
      Range sent,
      Range delivered,
      Range read,
      Range click,
      Range reply,
      Range failed,
      Range held) {}

  record Webhooks(
      long batchMs,
      int batchMax,
      int concurrency,
      long timeoutMs,
      long retryMinMs,
      long retryMaxMs) {}

  record Throughput(double perSecond, double burst) {}

  record PairRate(long intervalMs, int burst) {}

  /** What the account may do, and how the simulator reads what Meta leaves open. */
  record Rules(
      boolean anyPhoneNumber,
      boolean mmOnboarded,
      MmCallbackData mmCallbackData,
      boolean cloudMarketingDisabled,
      boolean usMarketingBlocked,
      boolean clicksEverywhere,
      boolean serviceWindowEnforced,
      MissingPlus missingPlus,
      String newTemplateStatus) {}

  /** The MM request schema is officially closed, so Meta may echo, drop or refuse the field. */
  enum MmCallbackData {
    ECHO,
    DROP,
    REJECT
  }

  /** What a recipient without plus sign means. */
  enum MissingPlus {
    PREPEND,
    AS_IS
  }

  /** A token; {@code expiresAt} in unix seconds, 0 for never. */
  record Token(boolean valid, long expiresAt) {}

  /** Whether a WABA can send. */
  enum HealthStatus {
    AVAILABLE,
    LIMITED,
    BLOCKED
  }

  record PhoneNumber(
      String wabaId,
      String displayPhoneNumber,
      String countryCode,
      String verifiedName,
      String qualityRating,
      String status,
      String throughputLevel,
      String messagingLimit) {}
}
