package dev.whatsway.store.link;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where a campaign's tracked links lead: an http or https URL with placeholders after its host. A
 * value that is put in is percent-encoded, so that nothing an import brought can lead elsewhere.
 */
public final class LinkTarget {

  /** The placeholder that a tracked link's token goes in for, in the variable of its button. */
  public static final String PLACEHOLDER = "tracked_link";

  private static final int MAX_LENGTH = 2000;
  private static final Pattern VALUE = Pattern.compile("\\{\\{[^{}]*}}");
  private static final Pattern FIXED_HOST =
      Pattern.compile("https?://[^/?#{}@\\\\\\s]+([/?#].*)?", Pattern.CASE_INSENSITIVE);

  /** Returns whether it is fit to be a campaign's target, placeholders and all. */
  public static boolean valid(String template) {
    return template.length() <= MAX_LENGTH
        && FIXED_HOST.matcher(template).matches()
        && leadsSomewhere(VALUE.matcher(template).replaceAll("x"));
  }

  /** Returns whether it is a URL to redirect to. */
  public static boolean leadsSomewhere(String url) {
    try {
      URI uri = new URI(url);
      return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && url.length() <= MAX_LENGTH;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Returns a value as it may stand in a path, a query or a fragment. */
  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private LinkTarget() {}
}
