/** The send path: gate and claim in the ledger, the call to Meta, the record of its answer. */
@NullMarked
package dev.whatsway.workers.sending;

import org.jspecify.annotations.NullMarked;
