/**
 * A campaign and its lanes of recipients: the workflows, and the activities that plan, page, pause
 * and close.
 */
@NullMarked
package dev.whatsway.workers.campaign;

import org.jspecify.annotations.NullMarked;
