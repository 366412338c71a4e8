package dev.whatsway.contract.journey;

/**
 * A setting that is text with placeholders of the person, such as {@code {{name|friend}}}; it is
 * checked to be written so.
 */
public record PlaceholderText(String pattern) {}
