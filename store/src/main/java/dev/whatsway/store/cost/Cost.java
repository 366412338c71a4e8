package dev.whatsway.store.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one message costs.
 *
 * @param currency ISO 4217; null for nothing at all in a country without a rate
 * @param saved what it would have cost outside of the window it was free in; null where it was not
 *     free, or no rate is known
 */
public record Cost(BigDecimal amount, @Nullable String currency, @Nullable BigDecimal saved) {}
