package dev.whatsway.api.link;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who follows a link, as far as a request tells. */
enum Visitor {
  PERSON,
  /** A program that looks at the page: the preview of a messenger, a scanner, a crawler. */
  BOT,
  /** A browser that fetches what its user may want next. */
  PREFETCH;

  /** What programs call themselves; Cubot makes phones. In-app browsers match none of it. */
  private static final Pattern PROGRAMS =
      Pattern.compile(
          "(?<!cu)bot|crawl|spider|slurp|preview|scanner|monitor|headless|facebookexternalhit"
              + "|facebookcatalog|meta-external|embedly|proofpoint|mimecast|barracuda|curl/|wget/"
              + "|python|go-http-client|okhttp|^java|apache-httpclient|node-fetch|axios|libwww"
              + "|postman|^whatsapp/",
          Pattern.CASE_INSENSITIVE);

  private static final List<String> PREFETCH_HEADERS =
      List.of("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz");

  private static final List<String> PREFETCH_WORDS = List.of("prefetch", "prerender", "preview");

  static Visitor of(HttpServletRequest request) {
    boolean prefetch =
        PREFETCH_HEADERS.stream().anyMatch(name -> holds(request.getHeader(name), PREFETCH_WORDS));
    if (prefetch) {
      return PREFETCH;
    }
    return !request.getMethod().equals("GET") || isProgram(request.getHeader("User-Agent"))
        ? BOT
        : PERSON;
  }

  private static boolean isProgram(@Nullable String agent) {
    // WhatsApp fetches previews as WhatsApp/2.x; a browser that names it begins with Mozilla.
    return agent == null || agent.isBlank() || PROGRAMS.matcher(agent).find();
  }

  private static boolean holds(@Nullable String value, List<String> words) {
    String lower = value == null ? "" : value.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::contains);
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
