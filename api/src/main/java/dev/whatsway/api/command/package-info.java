/** What an operator runs once, from the api's own image, instead of the server. */
@NullMarked
package dev.whatsway.api.command;

import org.jspecify.annotations.NullMarked;
