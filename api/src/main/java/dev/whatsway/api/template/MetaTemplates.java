package dev.whatsway.api.template;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.graph.GraphAnswer;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.graph.GraphManagement;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.TemplateSyncs;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates, edits and deletes templates at Meta. Source: Meta, "Template management". A call whose
 * answer is lost is never repeated: the WABA's templates are fetched, which tells what came of it.
 */
@Component
class MetaTemplates {

  private final GraphManagement graph = new GraphManagement();
  private final Channels channels;
  private final TemplateSyncs syncs;
  private final JsonMapper json;
  private final String graphUrl;

  MetaTemplates(
      Channels channels,
      TemplateSyncs syncs,
      JsonMapper json,
      @Value("${whatsway.graph-url}") String graphUrl) {
    this.channels = channels;
    this.syncs = syncs;
    this.json = json;
    this.graphUrl = graphUrl;
  }

  /**
   * Creates one.
   *
   * @param channel of the WABA, whose token is used
   * @return Meta's {@code id}, {@code status} and {@code category}
   */
  JsonNode create(Channel channel, ObjectNode template) {
    JsonNode created =
        done(
            channel,
            graph.post(
                target(channel, channel.wabaId() + "/message_templates"),
                token(channel),
                json.writeValueAsString(template)));
    if (created.path("id").asString("").isEmpty()) {
      throw unclear(channel, "its answer names no template");
    }
    return created;
  }

  /** Replaces what {@code change} names of a template. */
  void edit(Channel channel, String metaId, ObjectNode change) {
    success(
        channel,
        done(
            channel,
            graph.post(target(channel, metaId), token(channel), json.writeValueAsString(change))));
  }

  /** Deletes this template, and none of its name in another language. */
  void delete(Channel channel, Template template, String metaId) {
    String query = "?hsm_id=" + encoded(metaId) + "&name=" + encoded(template.name());
    success(
        channel,
        done(
            channel,
            graph.delete(
                target(channel, channel.wabaId() + "/message_templates" + query), token(channel))));
  }

  private void success(Channel channel, JsonNode answer) {
    if (!answer.path("success").asBoolean(false)) {
      throw unclear(channel, "its answer does not say so");
    }
  }

  private JsonNode done(Channel channel, GraphAnswer answer) {
    if (answer instanceof GraphAnswer.NotSent notSent) {
      throw new ApiException(
          ProblemKind.UNAVAILABLE,
          "Meta was not reached (%s), so nothing has changed; repeat the request in a moment."
              .formatted(notSent.cause()));
    }
    if (answer instanceof GraphAnswer.Lost lost) {
      throw unclear(channel, lost.cause());
    }
    GraphAnswer.Answer told = (GraphAnswer.Answer) answer;
    JsonNode body = parsed(told.body());
    if (told.http() / 100 == 2) {
      return body;
    }
    JsonNode error = body.path("error");
    if (told.http() >= 500 || !error.path("code").isIntegralNumber()) {
      throw unclear(channel, "HTTP " + told.http());
    }
    throw new ApiException(ProblemKind.META_REFUSED, words(error));
  }

  private ApiException unclear(Channel channel, String cause) {
    syncs.outdated(channel.accountId(), channel.wabaId());
    return new ApiException(
        ProblemKind.META_UNCLEAR,
        "Whether Meta did it is not known (%s). The WABA's templates are being fetched: look at them before you repeat it."
            .formatted(cause));
  }

  /** Meta's code and words; those for people say most. */
  private static String words(JsonNode error) {
    StringBuilder words = new StringBuilder("Meta's code ").append(error.path("code").asInt());
    if (error.path("error_subcode").isIntegralNumber()) {
      words.append(", subcode ").append(error.path("error_subcode").asInt());
    }
    words.append(": ").append(error.path("message").asString("without words"));
    for (JsonNode more :
        new JsonNode[] {
          error.path("error_data").path("details"),
          error.path("error_user_title"),
          error.path("error_user_msg")
        }) {
      if (!more.asString("").isBlank()) {
        words.append(" / ").append(more.asString());
      }
    }
    return words.toString();
  }

  private JsonNode parsed(String body) {
    try {
      return json.readTree(body);
    } catch (JacksonException notJson) {
      return json.createObjectNode();
    }
  }

  private URI target(Channel channel, String path) {
    String url = channel.graphUrl() == null ? graphUrl : channel.graphUrl();
    return URI.create(url.replaceAll("/+$", "") + "/" + GraphClient.VERSION + "/" + path);
  }

  private String token(Channel channel) {
    return channels.secrets(channel.id()).accessToken();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
