/** Tables and repositories; a package per feature. */
@NullMarked
package dev.whatsway.store;

import org.jspecify.annotations.NullMarked;
