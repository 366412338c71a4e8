package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphAnswer;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.store.message.Claim.Granted;
import dev.whatsway.store.message.Claim.Outgoing;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes the request of one attempt. */
@Component
class GraphCalls {

  private final GraphClient client;
  private final SendingChannels channels;
  private final JsonMapper json;

  GraphCalls(GraphClient client, SendingChannels channels, JsonMapper json) {
    this.client = client;
    this.channels = channels;
    this.json = json;
  }

  /** Looks up all that the call needs, so that nothing but the call itself can fail after it. */
  Call prepare(Granted granted, Route route) {
    SendingChannels.Line line = channels.line(granted.message().channelId());
    URI target =
        URI.create(
            line.graphUrl()
                + "/"
                + GraphClient.VERSION
                + "/"
                + line.phoneNumberId()
                + (route == Route.MARKETING_MESSAGES ? "/marketing_messages" : "/messages"));
    return new Call(
        client,
        target,
        route,
        line,
        json.writeValueAsString(body(granted, route, line.callbackData())));
  }

  /**
   * Returns whether the call's token was replaced since: its refusal says nothing of the new one.
   */
  boolean tokenReplaced(Call call, UUID channelId) {
    return !channels.latest(channelId).accessToken().equals(call.line.accessToken());
  }

  /** A request ready to go; its token and body never appear in a log. */
  static final class Call {

    private final GraphClient client;
    private final URI target;
    private final Route route;
    private final SendingChannels.Line line;
    private final String body;

    private Call(
        GraphClient client, URI target, Route route, SendingChannels.Line line, String body) {
      this.client = client;
      this.target = target;
      this.route = route;
      this.line = line;
      this.body = body;
    }

    GraphAnswer post() {
      return client.post(target, line.accessToken(), body);
    }

    Route route() {
      return route;
    }

    SendingChannels.Line line() {
      return line;
    }

    CompletableFuture<GraphAnswer> postAsync() {
      return client.postAsync(target, line.accessToken(), body);
    }
  }

  private static Map<String, Object> body(Granted granted, Route route, boolean callbackData) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("messaging_product", "whatsapp");
    body.put("recipient_type", "individual");
    body.put("to", granted.message().recipient());
    body.put("type", "template");
    body.put("template", template(granted.message()));
    if (route == Route.MARKETING_MESSAGES) {
      // Without STRICT Meta itself may fall back to Cloud, and only the bill would tell the route.
      body.put("product_policy", "STRICT");
    }
    // Meta echoes it in every status webhook, which is how a lost answer is found again. Its schema
    // of /marketing_messages does not list it: where Meta refuses it there, the wamid has to do.
    if (route == Route.CLOUD || callbackData) {
      body.put("biz_opaque_callback_data", granted.attemptId().toString());
    }
    return body;
  }

  private static Map<String, Object> template(Outgoing message) {
    Map<String, Object> template = new LinkedHashMap<>();
    template.put("name", message.templateName());
    template.put("language", Map.of("code", message.templateLanguage()));
    if (!message.variables().isEmpty()) {
      template.put("components", TemplateComponents.of(message.variables()));
    }
    return template;
  }
}
