package dev.whatsway.api.campaign;

import dev.whatsway.store.campaign.CampaignCounts;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A campaign's messages, counted.
 *
 * @param planned members of the audience or segment that the campaign looked at
 * @param accepted what Meta took and has not failed since: it holds {@code sent}, {@code delivered}
 *     and {@code read}, which count by latest status
 * @param routes accepted messages by the route that Meta took them by
 * @param rejectedRows rows of the audience's file that could not be imported
 */
@Schema(name = "Counts")
record CountsView(
    long planned,
    long accepted,
    long sent,
    long delivered,
    long read,
    long clicked,
    long replied,
    long failed,
    long skipped,
    long unknown,
    long expired,
    long canceled,
    long queued,
    long fallbacks,
    RoutesView routes,
    long rejectedRows) {

  static CountsView of(CampaignCounts counts, long rejectedRows) {
    return new CountsView(
        counts.planned(),
        counts.taken(),
        counts.at("sent"),
        counts.at("delivered"),
        counts.at("read"),
        counts.clicked(),
        counts.replied(),
        counts.at("failed"),
        counts.at("skipped"),
        counts.at("unknown"),
        counts.at("expired"),
        counts.at("canceled"),
        counts.at("queued"),
        counts.fallbacks(),
        new RoutesView(counts.route("marketing_messages"), counts.route("cloud")),
        rejectedRows);
  }

  /** Messages by route. */
  @Schema(name = "Routes")
  record RoutesView(long marketingMessages, long cloud) {}
}
