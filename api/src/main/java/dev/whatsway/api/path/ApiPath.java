package dev.whatsway.api.path;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Tells filters whether a request leads into the REST API, whichever way its path is written.
 *
 * <p>The raw URI does not tell: {@code /%61pi/v1}, {@code //api/v1} and {@code /api;x=1/v1} lead
 * there as well. So it is read twice, by the patterns that Spring routes by and as the servlet
 * container normalises it; what leads there by either reading counts.
 */
public final class ApiPath {

  private static final Below API = new Below("/api");
  private static final Below KEYS = new Below("/api/v1/api-keys");

  /** Whether the request needs an API key. */
  public static boolean covers(HttpServletRequest request) {
    return API.covers(request);
  }

  /** Whether the request reads or changes API keys. */
  public static boolean coversKeys(HttpServletRequest request) {
    return KEYS.covers(request);
  }

  private record Below(String folder, PathPattern pattern) {

    Below(String folder) {
      this(folder, PathPatternParser.defaultInstance.parse(folder + "/**"));
    }

    boolean covers(HttpServletRequest request) {
      RequestPath routed = ServletRequestPathUtils.parse(request);
      if (pattern.matches(routed.pathWithinApplication())) {
        return true;
      }
      String info = request.getPathInfo();
      String mapped = request.getServletPath() + (info == null ? "" : info);
      return mapped.equals(folder) || mapped.startsWith(folder + "/");
    }
  }

  private ApiPath() {}
}
