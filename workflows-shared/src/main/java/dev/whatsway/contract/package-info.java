/** What every module agrees on: ids, task queues, search attributes, the payload format. */
@NullMarked
package dev.whatsway.contract;

import org.jspecify.annotations.NullMarked;
