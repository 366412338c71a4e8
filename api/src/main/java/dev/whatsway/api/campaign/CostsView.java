package dev.whatsway.api.campaign;

import dev.whatsway.store.campaign.CampaignCounts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What a campaign costs, as far as the rate file says.
 *
 * @param total by currency
 * @param savedByWindows what the messages would have cost that were free inside a window, by
 *     currency
 * @param messages delivered messages whose cost is known, free ones included
 * @param withoutCost delivered messages whose cost is not known: Meta has not told their pricing
 *     yet, or no rate is known for it
 */
@Schema(name = "Costs")
record CostsView(
    List<AmountView> total, List<AmountView> savedByWindows, long messages, long withoutCost) {

  static CostsView of(CampaignCounts counts) {
    return new CostsView(
        amounts(counts.cost()),
        amounts(counts.saved()),
        counts.priced(),
        Math.max(0, counts.reached("delivered") - counts.priced()));
  }

  private static List<AmountView> amounts(Map<String, Long> tenThousandths) {
    return tenThousandths.entrySet().stream()
        .map(
            entry ->
                new AmountView(
                    BigDecimal.valueOf(entry.getValue(), 4).toPlainString(), entry.getKey()))
        .toList();
  }

  /** An amount of money as a decimal string. */
  @Schema(name = "Amount")
  record AmountView(String amount, String currency) {}
}
