package dev.whatsway.store.message;

import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.CampaignLines.Line;
import dev.whatsway.store.campaign.CampaignLines.LineStop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Chooses, for the messages of one transaction of claims, the channel each goes through: the one
 * that the contact knows, else the first of the campaign's that is not stopped. One query for the
 * campaigns, and one for the contacts where a campaign has more than one channel.
 */
final class LineChoice {

  private final Map<UUID, List<Line>> lines;
  private final Map<UUID, List<UUID>> known;

  private LineChoice(Map<UUID, List<Line>> lines, Map<UUID, List<UUID>> known) {
    this.lines = lines;
    this.known = known;
  }

  /**
   * A message as far as the choice needs it.
   *
   * @param named the channel that its journey's step names; null where any of the campaign's will
   *     do
   */
  record Asking(UUID campaignId, UUID contactId, @Nullable UUID named) {}

  /** Reads what the choice needs; the caller has passed the stops' barrier. */
  static LineChoice among(JdbcClient jdbc, Collection<Asking> messages) {
    Set<UUID> campaigns = new HashSet<>();
    messages.forEach(message -> campaigns.add(message.campaignId()));
    Map<UUID, List<Line>> lines = new CampaignLines(jdbc).of(campaigns);
    Set<UUID> choosing = new HashSet<>();
    for (Asking message : messages) {
      if (lines.getOrDefault(message.campaignId(), List.of()).size() > 1) {
        choosing.add(message.contactId());
      }
    }
    return new LineChoice(lines, choosing.isEmpty() ? Map.of() : known(jdbc, choosing));
  }

  private static Map<UUID, List<UUID>> known(JdbcClient jdbc, Set<UUID> contacts) {
    Map<UUID, List<UUID>> known = new HashMap<>();
    jdbc.sql(
            """
            SELECT contact_id, array_agg(channel_id ORDER BY at DESC) AS channels
            FROM contact_channels WHERE contact_id = ANY(:contacts) GROUP BY contact_id
            """)
        .param("contacts", contacts.toArray(UUID[]::new))
        .query(
            row -> {
              known.put(
                  row.getObject("contact_id", UUID.class),
                  List.of((UUID[]) row.getArray("channels").getArray()));
            });
    return known;
  }

  /** Returns what keeps the campaign from sending through any channel, null where none does. */
  @Nullable LineStop stop(UUID campaignId) {
    return CampaignLines.stop(lines.getOrDefault(campaignId, List.of()));
  }

  /** Returns the channel for the message; there is one where {@link #stop} tells none. */
  Line of(Asking message) {
    List<Line> open =
        lines.getOrDefault(message.campaignId(), List.of()).stream()
            .filter(line -> line.stop() == null)
            .toList();
    List<UUID> wished = new ArrayList<>();
    if (message.named() != null) {
      wished.add(message.named());
    }
    wished.addAll(known.getOrDefault(message.contactId(), List.of()));
    for (UUID channel : wished) {
      for (Line line : open) {
        if (line.channelId().equals(channel)) {
          return line;
        }
      }
    }
    return open.get(0);
  }

  /**
   * Returns the request, led through Cloud where the message stands at a fallback channel that does
   * not use Marketing Messages: the route was chosen for the campaign's own channel.
   */
  SendLedger.Request carried(Asking message, UUID channelId, SendLedger.Request request) {
    List<Line> all = lines.getOrDefault(message.campaignId(), List.of());
    for (int i = 1; i < all.size(); i++) {
      Line line = all.get(i);
      if (line.channelId().equals(channelId) && !line.marketingMessages()) {
        return new SendLedger.Request(request.messageId(), request.round(), Route.CLOUD);
      }
    }
    return request;
  }
}
