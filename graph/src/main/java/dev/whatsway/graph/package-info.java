/**
 * Meta's Graph API as a caller sees it: one call, what its answer means, and for whom else. Shared
 * by campaigns' send path and the gateway, so that one table decides for both.
 */
@NullMarked
package dev.whatsway.graph;

import org.jspecify.annotations.NullMarked;
