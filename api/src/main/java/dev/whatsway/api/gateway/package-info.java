/**
 * Meta's own endpoint with smart routing, for clients that know nothing of us. {@code SmartRouter}
 * decides, {@code GatewayFlow} does it: category, turn, admission, call, and at most one other
 * call.
 */
@NullMarked
package dev.whatsway.api.gateway;

import org.jspecify.annotations.NullMarked;
