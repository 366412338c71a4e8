/** What tests of every module share. */
@NullMarked
package dev.whatsway.store.test;

import org.jspecify.annotations.NullMarked;
