package dev.whatsway.api.gateway;

import dev.whatsway.store.gateway.IdempotentRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A send as a client asked for it.
 *
 * @param version as given, such as {@code v23.0}
 * @param direct whether it came to {@code /marketing_messages}
 * @param body passed on as it is
 * @param key null where the client sent none
 */
record GatewayRequest(
    GatewayChannel channel,
    String version,
    boolean direct,
    SendHead head,
    byte[] body,
    @Nullable IdempotentRequest key) {

  URI target(String path) {
    return URI.create(
        channel.graphUrl() + "/" + version + "/" + channel.phoneNumberId() + "/" + path);
  }

  /** Leaves out the body. */
  @Override
  public String toString() {
    return "GatewayRequest[" + channel + ", " + head + "]";
  }
}
