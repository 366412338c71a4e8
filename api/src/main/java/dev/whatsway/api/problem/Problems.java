package dev.whatsway.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns every exception of a controller into a problem. */
@RestControllerAdvice
class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ResponseEntity<Problem> ours(ApiException exception, HttpServletRequest request) {
    return answer(exception, request, HttpHeaders.EMPTY);
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(
      HttpMessageNotReadableException exception, HttpServletRequest request) {
    BodyTooLargeException tooLarge = find(exception, BodyTooLargeException.class);
    return ours(
        tooLarge == null
            ? UnreadableBody.explain(exception.getCause())
            : tooLarge(tooLarge.limit()),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> json(
      tools.jackson.core.JacksonException exception, HttpServletRequest request) {
    return ours(UnreadableBody.explain(exception), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> tooLarge(BodyTooLargeException exception, HttpServletRequest request) {
    return ours(tooLarge(exception.limit()), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> brokenOff(UncheckedIOException exception, HttpServletRequest request) {
    BodyTooLargeException tooLarge = find(exception, BodyTooLargeException.class);
    return ours(
        tooLarge == null
            ? new ApiException(ProblemKind.UNREADABLE_BODY, "The upload broke off; send it again.")
            : tooLarge(tooLarge.limit()),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> tooLarge(
      MaxUploadSizeExceededException exception, HttpServletRequest request) {
    return ours(
        new ApiException(
            ProblemKind.TOO_LARGE, "The upload is over the limit; split the file into parts."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> multipart(MultipartException exception, HttpServletRequest request) {
    return ours(
        new ApiException(
            ProblemKind.UNREADABLE_BODY,
            "The body must be multipart/form-data with the CSV as the part named file."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> missingPart(
      MissingServletRequestPartException exception, HttpServletRequest request) {
    return ours(
        ApiException.invalid(exception.getRequestPartName(), "is required: a part of the form."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> missing(
      MissingServletRequestParameterException exception, HttpServletRequest request) {
    return ours(
        ApiException.invalid(exception.getParameterName(), "is required as a query parameter."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> mismatch(
      MethodArgumentTypeMismatchException exception, HttpServletRequest request) {
    Class<?> type = exception.getRequiredType();
    boolean id = type == UUID.class;
    if (id && request.getParameter(exception.getName()) == null) {
      return ours(
          new ApiException(
              ProblemKind.NOT_FOUND,
              "The path must hold an id such as 018f3f6e-0000-7000-8000-000000000000."),
          request);
    }
    return ours(
        ApiException.invalid(
            exception.getName(),
            id ? "must be an id such as 018f3f6e-0000-7000-8000-000000000000." : words(type)),
        request);
  }

  @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
  ResponseEntity<Problem> unknownPath(HttpServletRequest request) {
    return ours(
        new ApiException(
            ProblemKind.NOT_FOUND, "There is nothing at this path; /v3/api-docs lists the paths."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> method(
      HttpRequestMethodNotSupportedException exception, HttpServletRequest request) {
    HttpHeaders headers = new HttpHeaders();
    headers.setAllow(
        exception.getSupportedHttpMethods() == null
            ? Set.of()
            : exception.getSupportedHttpMethods());
    String allowed =
        headers.getAllow().stream()
            .map(HttpMethod::name)
            .sorted()
            .collect(Collectors.joining(", "));
    return answer(
        new ApiException(
            ProblemKind.METHOD_NOT_ALLOWED,
            "%s is not possible here; possible are %s.".formatted(request.getMethod(), allowed)),
        request,
        headers);
  }

  @ExceptionHandler
  ResponseEntity<Problem> mediaType(
      HttpMediaTypeNotSupportedException exception, HttpServletRequest request) {
    return ours(
        new ApiException(
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            "Content-Type must be " + types(exception.getSupportedMediaTypes()) + "."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> accept(
      HttpMediaTypeNotAcceptableException exception, HttpServletRequest request) {
    return ours(
        new ApiException(
            ProblemKind.NOT_ACCEPTABLE,
            "Accept must allow application/json, or leave the header out."),
        request);
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    QueryTimeoutException.class,
    CannotCreateTransactionException.class
  })
  ResponseEntity<Problem> database(Exception exception, HttpServletRequest request) {
    log.warn("PostgreSQL did not answer {}: {}", path(request), root(exception));
    return ours(
        new ApiException(
            ProblemKind.UNAVAILABLE,
            "PostgreSQL does not answer for now; repeat the request in a moment."),
        request);
  }

  /** The caller has gone away: there is nobody to answer. */
  @ExceptionHandler({
    AsyncRequestNotUsableException.class,
    org.apache.catalina.connector.ClientAbortException.class
  })
  void gone() {}

  @ExceptionHandler
  ResponseEntity<Problem> unexpected(Exception exception, HttpServletRequest request) {
    // The class alone: a message may repeat what the request held.
    log.error(
        "{} {} failed with {}",
        request.getMethod(),
        path(request),
        root(exception),
        withoutMessages(exception));
    return ours(
        new ApiException(
            ProblemKind.INTERNAL,
            "Something went wrong on our side; the log of the api process says what."),
        request);
  }

  private static ResponseEntity<Problem> answer(
      ApiException exception, HttpServletRequest request, HttpHeaders headers) {
    return ResponseEntity.status(exception.kind().status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(exception.problem(request.getRequestURI()));
  }

  private static ApiException tooLarge(long limit) {
    return new ApiException(
        ProblemKind.TOO_LARGE, "The body may hold at most %,d bytes here.".formatted(limit));
  }

  /** The path as its handler writes it: the one that was asked for may hold a phone number. */
  private static Object path(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return pattern == null ? "a path without a handler" : pattern;
  }

  private static String types(List<MediaType> types) {
    return types.stream().map(MediaType::toString).collect(Collectors.joining(" or "));
  }

  private static String words(@Nullable Class<?> type) {
    return type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type))
        ? "must be a whole number."
        : "has a value that cannot be read.";
  }

  private static String root(Exception exception) {
    Throwable root = NestedExceptionUtils.getRootCause(exception);
    return (root == null ? exception : root).getClass().getName();
  }

  private static Throwable withoutMessages(Throwable exception) {
    Throwable quiet = new Throwable(exception.getClass().getName());
    quiet.setStackTrace(exception.getStackTrace());
    return exception.getCause() == null || exception.getCause() == exception
        ? quiet
        : quiet.initCause(withoutMessages(exception.getCause()));
  }

  private static <T extends Throwable> @Nullable T find(Throwable exception, Class<T> type) {
    for (Throwable each = exception; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
