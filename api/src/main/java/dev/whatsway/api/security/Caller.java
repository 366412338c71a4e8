package dev.whatsway.api.security;

import java.util.UUID;

/** The account whose key the request carries; a controller asks for it as a parameter. */
public record Caller(UUID accountId) {

  /** The request attribute that holds it. */
  public static final String ATTRIBUTE = Caller.class.getName();
}
