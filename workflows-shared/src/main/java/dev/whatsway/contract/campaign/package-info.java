/** A campaign and its batches of recipients: workflow and activity interfaces and their records. */
@NullMarked
package dev.whatsway.contract.campaign;

import org.jspecify.annotations.NullMarked;
