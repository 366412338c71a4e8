package dev.whatsway.api.segment;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How many contacts a segment has now.
 *
 * @param exact whether all contacts were looked at; false where the count ran into its limits
 * @param counted contacts looked at
 * @param matched of them, those that fulfil the condition
 * @param optedIn of the matched, those to whom marketing may go
 * @param undecided of the counted, those who do not match because something that the condition
 *     needs is missing or cannot be read
 */
@Schema(name = "SegmentCount")
record SegmentCount(boolean exact, long counted, long matched, long optedIn, long undecided) {}
