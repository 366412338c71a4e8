/** A Spring Boot endpoint with one insert and nothing else: the limit for webhooks. */
@NullMarked
package dev.whatsway.launcher.bench.bare.endpoint;

import org.jspecify.annotations.NullMarked;
