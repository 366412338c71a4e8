package dev.whatsway.api.gateway;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** What a transparent proxy must say on the wire and the servlet API has no words for. */
final class WireResponse extends ValveBase {

  private static final String RESPONSE = WireResponse.class.getName();

  WireResponse() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    request.setAttribute(RESPONSE, response);
    getNext().invoke(request, response);
  }

  /** Sets a content type as Meta wrote it: Tomcat's own setter writes it with other spaces. */
  static void contentType(ServletRequest request, ServletResponse response, String contentType) {
    if (request.getAttribute(RESPONSE) instanceof Response inner) {
      inner.getCoyoteResponse().getMimeHeaders().setValue("Content-Type").setString(contentType);
    } else {
      response.setContentType(contentType);
    }
  }

  /** Breaks the connection, so that half of a body is not taken for the whole. */
  static void breakOff(ServletRequest request) {
    if (request.getAttribute(RESPONSE) instanceof Response inner) {
      inner.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
    }
  }
}
