/** {@code /templates}: message templates as Meta approved them. */
@NullMarked
package dev.whatsway.api.template;

import org.jspecify.annotations.NullMarked;
