/** The sample campaign, driven through the public HTTP API as a marketer would. */
@NullMarked
package dev.whatsway.launcher.demo;

import org.jspecify.annotations.NullMarked;
