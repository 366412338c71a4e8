package dev.whatsway.api.problem;

/**
 * One field that is wrong.
 *
 * @param field its path in the request, such as {@code template.language}; a query parameter or
 *     header by its name
 * @param message what would be right; never repeats the value
 */
public record FieldProblem(String field, String message) {}
