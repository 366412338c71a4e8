/** What an account has decided about when and how often its people get marketing. */
@NullMarked
package dev.whatsway.store.rules;

import org.jspecify.annotations.NullMarked;
