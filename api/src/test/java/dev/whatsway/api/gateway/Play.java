package dev.whatsway.api.gateway;

import dev.whatsway.graph.GraphError;

/**
 * What Meta does with a call, as {@code routing.csv} writes it: {@code ok}, an HTTP status and a
 * code ({@code 400/131055}), a page of a proxy ({@code html/502}), or a broken call.
 *
 * @param variant tells apart what shares a code; empty for none
 */
record Play(String how, int http, int code, String variant) {

  static Play of(String word) {
    if (!word.contains("/")) {
      return new Play(word, 200, 0, "");
    }
    String[] parts = word.split("[/-]", 3);
    if (parts[0].equals("html")) {
      return new Play("html", Integer.parseInt(parts[1]), 0, "");
    }
    if (parts[1].equals("none")) {
      return new Play("html", Integer.parseInt(parts[0]), 0, "");
    }
    return new Play(
        "error",
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        parts.length == 3 ? parts[2] : "");
  }

  SmartRouter.End end() {
    return switch (how) {
      case "ok" -> new SmartRouter.End.Answered(200, null, "wamid.1", "accepted");
      case "away" -> new SmartRouter.End.NotSent("ConnectException");
      case "html" -> new SmartRouter.End.Answered(http, null, null, null);
      case "error" ->
          new SmartRouter.End.Answered(http, new GraphError(code, text(), null), null, null);
      default -> new SmartRouter.End.Lost(how);
    };
  }

  String text() {
    return switch (variant) {
      case "terms" ->
          "(#" + code + ") You must accept the Marketing Messages Lite API terms to use the API.";
      case "endpoint" -> "Unsupported post request. Unknown path components: /marketing_messages";
      default -> "(#" + code + ") Played";
    };
  }

  /** The body of the answer; the route makes it tell where it came from. */
  String body(String route) {
    return switch (how) {
      case "ok", "cut" ->
          """
          {"messaging_product": "whatsapp", "played": "%s",
           "contacts": [{"input": "1", "wa_id": "1"}],
           "messages": [{"id": "wamid.%s.%s", "message_status": "accepted"}]}
          """
              .formatted(route, route, java.util.UUID.randomUUID());
      case "html" -> "<html>" + route + " " + http + "</html>";
      default ->
          """
          {"error": {"message": "%s", "type": "OAuthException", "code": %d,
           "error_data": {"messaging_product": "whatsapp", "details": "%s"},
           "fbtrace_id": "A1"}, "unknown to anybody": "%s"}
          """
              .formatted(text(), code, route, route);
    };
  }
}
