package dev.whatsway.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The check of Meta's client certificate, for apps that have mTLS switched on: a proxy ends the TLS
 * connection and passes the certificate's subject on in a header, which it must overwrite in every
 * request. Off until the header is named.
 *
 * <p>Meta signs its certificate for {@code client.webhooks.fbclientcerts.com} (Meta, "Webhooks",
 * mTLS; the issuer changed in 2026, which is the proxy's to check).
 */
@Component
class ClientCertificate {

  private final String header;
  private final String name;

  ClientCertificate(
      @Value("${whatsway.webhooks.client-certificate.header}") String header,
      @Value("${whatsway.webhooks.client-certificate.name}") String name) {
    this.header = header;
    this.name = name;
  }

  /** Whether the request came with Meta's certificate, or none is asked for. */
  boolean accepts(HttpServletRequest request) {
    return header.isEmpty() || isNamed(request.getHeader(header));
  }

  /** Takes a whole subject, such as {@code CN=…,O=…}, or its common name alone. */
  private boolean isNamed(@Nullable String subject) {
    if (subject == null) {
      return false;
    }
    if (subject.strip().equalsIgnoreCase(name)) {
      return true;
    }
    try {
      return new LdapName(subject.strip()).getRdns().stream().anyMatch(this::isNamed);
    } catch (InvalidNameException noSubject) {
      return false;
    }
  }

  private boolean isNamed(Rdn part) {
    return part.getType().equalsIgnoreCase("CN")
        && name.equalsIgnoreCase(part.getValue().toString());
  }
}
