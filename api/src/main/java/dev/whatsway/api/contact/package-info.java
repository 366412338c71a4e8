/** People, by their numbers. */
@NullMarked
package dev.whatsway.api.contact;

import org.jspecify.annotations.NullMarked;
