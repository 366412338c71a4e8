/** One message: its workflow, the activities that send and settle it, and their records. */
@NullMarked
package dev.whatsway.contract.message;

import org.jspecify.annotations.NullMarked;
