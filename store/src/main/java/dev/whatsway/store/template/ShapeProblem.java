package dev.whatsway.store.template;

/**
 * What is wrong with a send's components.
 *
 * @param path where in the request, such as {@code template.components[1].parameters}
 * @param message what would be right; never repeats a value
 */
public record ShapeProblem(String path, String message) {

  /** Returns path and message in one line. */
  public String words() {
    return path + ": " + message;
  }
}
