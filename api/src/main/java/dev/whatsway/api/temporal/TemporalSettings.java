package dev.whatsway.api.temporal;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where Temporal and its Web UI are. */
@Component
class TemporalSettings {

  private final String address;
  private final String namespace;
  private final String uiUrl;

  TemporalSettings(
      @Value("${spring.temporal.connection.target}") String address,
      @Value("${spring.temporal.namespace}") String namespace,
      @Value("${whatsway.temporal-ui-url}") String uiUrl) {
    this.address = address;
    this.namespace = namespace;
    this.uiUrl = uiUrl.endsWith("/") ? uiUrl.substring(0, uiUrl.length() - 1) : uiUrl;
  }

  String address() {
    return address;
  }

  String namespace() {
    return namespace;
  }

  String uiUrl() {
    return uiUrl;
  }
}
