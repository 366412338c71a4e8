package dev.whatsway.api.problem;

import java.util.List;
import java.util.UUID;

/** Ends a request with a problem. */
public final class ApiException extends RuntimeException {

  private final ProblemKind kind;
  private final transient List<FieldProblem> errors;

  public ApiException(ProblemKind kind, String detail, FieldProblem... errors) {
    this(kind, detail, List.of(errors));
  }

  ApiException(ProblemKind kind, String detail, List<FieldProblem> errors) {
    super(detail);
    this.kind = kind;
    this.errors = List.copyOf(errors);
  }

  /** Says that one field is wrong, and what would be right. */
  public static ApiException invalid(String field, String message) {
    return invalid(List.of(new FieldProblem(field, message)));
  }

  static ApiException invalid(List<FieldProblem> errors) {
    String detail =
        errors.size() == 1
            ? errors.get(0).field() + " " + errors.get(0).message()
            : errors.size() + " fields are not valid; errors names each and says what would be.";
    return new ApiException(ProblemKind.INVALID_REQUEST, detail, errors);
  }

  /** Says that the account has no such thing; one of another account is no different. */
  public static ApiException notFound(String what, UUID id) {
    return new ApiException(
        ProblemKind.NOT_FOUND, "There is no %s %s in this account.".formatted(what, id));
  }

  public ProblemKind kind() {
    return kind;
  }

  Problem problem(String instance) {
    return new Problem(
        kind.type(), kind.title(), kind.status().value(), getMessage(), instance, errors);
  }
}
