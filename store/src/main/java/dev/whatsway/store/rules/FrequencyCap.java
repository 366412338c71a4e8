package dev.whatsway.store.rules;

import java.time.Duration;

/**
 * The most marketing that one contact gets within any stretch of time of a length, over all
 * campaigns of the account.
 *
 * @param messages at least 1
 * @param per in whole seconds
 */
public record FrequencyCap(int messages, Duration per) {}
