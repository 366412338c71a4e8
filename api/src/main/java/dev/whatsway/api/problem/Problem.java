package dev.whatsway.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The body of every error, as of RFC 9457.
 *
 * @param type a stable name for programs, {@code urn:whatsway:problem:<kind>}
 * @param title the kind in words
 * @param status the HTTP status once more
 * @param detail what went wrong this time and the way out
 * @param instance the path of the request
 * @param errors the fields at fault; left out where no field is
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldProblem> errors) {}
