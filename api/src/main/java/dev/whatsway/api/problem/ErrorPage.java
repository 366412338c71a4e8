package dev.whatsway.api.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with a problem where the servlet container, not a controller, refused the request. */
@Hidden
@RestController
class ErrorPage implements ErrorController {

  @RequestMapping("/error")
  ResponseEntity<Problem> error(HttpServletRequest request) {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    ApiException exception =
        switch (status instanceof Integer code ? code : 404) {
          case 400 -> new ApiException(ProblemKind.INVALID_REQUEST, "The request is malformed.");
          case 404 -> new ApiException(ProblemKind.NOT_FOUND, "There is nothing at this path.");
          case 413 -> new ApiException(ProblemKind.TOO_LARGE, "The body is over the limit.");
          default ->
              new ApiException(
                  ProblemKind.INTERNAL,
                  "Something went wrong on our side; the log of the api process says what.");
        };
    return ResponseEntity.status(exception.kind().status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(exception.problem(path instanceof String uri ? uri : request.getRequestURI()));
  }
}
