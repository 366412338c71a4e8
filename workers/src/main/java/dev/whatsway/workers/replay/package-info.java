/**
 * A workflow's history in words, and whether today's code still takes the decisions it holds.
 *
 * <p>A new kind of workflow needs a {@code Vocabulary} for what its payloads say; everything else
 * is read from the history itself.
 */
@NullMarked
package dev.whatsway.workers.replay;

import org.jspecify.annotations.NullMarked;
