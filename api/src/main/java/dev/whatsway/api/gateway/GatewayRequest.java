package dev.whatsway.api.gateway;

import dev.whatsway.store.gateway.IdempotentRequest;
import dev.whatsway.store.template.TemplateCategories.Key;
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

  /** Returns what the template is known by, null where the send is none. */
  @Nullable Key template() {
    return head.isTemplate()
        ? Key.of(
            channel.accountId(),
            channel.wabaId(),
            String.valueOf(head.templateName()),
            String.valueOf(head.templateLanguage()))
        : null;
  }

  /** Leaves out the body. */
  @Override
  public String toString() {
    return "GatewayRequest[" + channel + ", " + head + "]";
  }
}
