@NullMarked
package dev.whatsway.api;

import org.jspecify.annotations.NullMarked;
