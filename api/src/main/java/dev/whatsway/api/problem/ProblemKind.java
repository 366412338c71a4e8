package dev.whatsway.api.problem;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The kinds of problem, each with its status; docs/api.md lists them. */
public enum ProblemKind {
  INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
  UNREADABLE_BODY(HttpStatus.BAD_REQUEST, "The body cannot be read"),
  UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "An API key is needed"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "The API key is not for this"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No such representation"),
  CONFLICT(HttpStatus.CONFLICT, "In conflict with what is there"),
  INVALID_STATE(HttpStatus.CONFLICT, "Not possible in this state"),
  IN_PROGRESS(HttpStatus.CONFLICT, "The first request is still under way"),
  TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type"),
  KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The Idempotency-Key belongs to another request"),
  TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
  TOO_MANY_LISTENERS(HttpStatus.SERVICE_UNAVAILABLE, "Too many listeners"),
  UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Not available for now"),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "An error of ours");

  private final HttpStatus status;
  private final String title;

  ProblemKind(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  HttpStatus status() {
    return status;
  }

  String title() {
    return title;
  }

  String type() {
    return "urn:whatsway:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
