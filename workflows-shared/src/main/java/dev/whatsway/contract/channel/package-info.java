/** What is called and signaled about a channel. */
@NullMarked
package dev.whatsway.contract.channel;

import org.jspecify.annotations.NullMarked;
