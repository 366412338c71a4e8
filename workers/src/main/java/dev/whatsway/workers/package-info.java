@NullMarked
package dev.whatsway.workers;

import org.jspecify.annotations.NullMarked;
