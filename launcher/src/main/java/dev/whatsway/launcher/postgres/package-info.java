/** The PostgreSQL that comes along as a Maven artifact. */
@NullMarked
package dev.whatsway.launcher.postgres;

import org.jspecify.annotations.NullMarked;
