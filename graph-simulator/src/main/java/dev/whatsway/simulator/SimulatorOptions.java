package dev.whatsway.simulator;

import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How to start a {@link GraphSimulator}.
 *
 * @param host address to listen on
 * @param port 0 for any free port
 * @param webhookUrl where signed webhooks go; null drops and counts them
 * @param appSecret signs the webhooks
 * @param behaviourJson the behaviour; null for the bundled one, which is what the demo shows
 * @param accessToken the only bearer token accepted; null accepts any but an empty one, {@code
 *     invalid} and {@code expired}
 * @param clock tells the time to limits, timestamps and the account; delays are real ones
 */
public record SimulatorOptions(
    String host,
    int port,
    @Nullable URI webhookUrl,
    String appSecret,
    @Nullable String behaviourJson,
    @Nullable String accessToken,
    Clock clock) {

  /** A free loopback port, the bundled behaviour, no webhooks, any token. */
  public static SimulatorOptions onFreePort() {
    return new SimulatorOptions(
        "127.0.0.1", 0, null, "simulator-app-secret", null, null, Clock.systemUTC());
  }

  public SimulatorOptions withWebhook(URI url, String secret) {
    return new SimulatorOptions(host, port, url, secret, behaviourJson, accessToken, clock);
  }

  /** Sets the behaviour; {@code {}} is one in which nothing goes wrong but Meta's own rules. */
  public SimulatorOptions withBehaviour(String json) {
    return new SimulatorOptions(host, port, webhookUrl, appSecret, json, accessToken, clock);
  }

  public SimulatorOptions withAccessToken(String token) {
    return new SimulatorOptions(host, port, webhookUrl, appSecret, behaviourJson, token, clock);
  }

  public SimulatorOptions withClock(Clock newClock) {
    return new SimulatorOptions(
        host, port, webhookUrl, appSecret, behaviourJson, accessToken, newClock);
  }
}
