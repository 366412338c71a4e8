package dev.whatsway.journey.setting;

/**
 * What is wrong with a definition.
 *
 * @param path where, such as {@code steps[2].until}
 * @param message what is wrong and what would be right, a sentence without its subject
 */
public record Problem(String path, String message) {}
