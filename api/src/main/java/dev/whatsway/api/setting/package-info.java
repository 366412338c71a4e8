/** Settings of the account: quiet hours and frequency caps. */
@NullMarked
package dev.whatsway.api.setting;

import org.jspecify.annotations.NullMarked;
