/**
 * One message: its workflow, the send saga in it, and the activities that settle a message whose
 * time is over.
 */
@NullMarked
package dev.whatsway.workers.message;

import org.jspecify.annotations.NullMarked;
