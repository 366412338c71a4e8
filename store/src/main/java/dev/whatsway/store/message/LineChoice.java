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
 * that the contact knows, else the first of the campaign's that is not stopped. A message whose
 * step names a channel that is none of the campaign's goes through that or not at all. One query
 * for the campaigns, one for the contacts where a campaign has more than one channel, and one for
 * messages with a channel of their step's.
 */
final class LineChoice {

  private final Map<UUID, List<Line>> lines;
  private final Map<UUID, List<UUID>> known;
  private final Map<UUID, Line> ofSteps;

  private LineChoice(
      Map<UUID, List<Line>> lines, Map<UUID, List<UUID>> known, Map<UUID, Line> ofSteps) {
    this.lines = lines;
    this.known = known;
    this.ofSteps = ofSteps;
  }

  /**
   * A message as far as the choice needs it.
   *
   * @param named the channel that its journey's step names; null where any of the campaign's will
   *     do
   */
  record Asking(UUID messageId, UUID campaignId, UUID contactId, @Nullable UUID named) {}

  /** Reads what the choice needs; the caller has passed the stops' barrier. */
  static LineChoice among(JdbcClient jdbc, Collection<Asking> messages) {
    Set<UUID> campaigns = new HashSet<>();
    messages.forEach(message -> campaigns.add(message.campaignId()));
    CampaignLines all = new CampaignLines(jdbc);
    Map<UUID, List<Line>> lines = all.of(campaigns);
    Set<UUID> choosing = new HashSet<>();
    Set<UUID> ofSteps = new HashSet<>();
    for (Asking message : messages) {
      List<Line> own = lines.getOrDefault(message.campaignId(), List.of());
      if (own.size() > 1) {
        choosing.add(message.contactId());
      }
      if (message.named() != null
          && own.stream().noneMatch(line -> line.channelId().equals(message.named()))) {
        ofSteps.add(message.messageId());
      }
    }
    return new LineChoice(
        lines,
        choosing.isEmpty() ? Map.of() : known(jdbc, choosing),
        ofSteps.isEmpty() ? Map.of() : all.ofSteps(ofSteps));
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

  /**
   * Returns what keeps the message from going through any channel that it may go through, null
   * where none does.
   */
  @Nullable LineStop stop(Asking message) {
    Line ofStep = ofSteps.get(message.messageId());
    return ofStep == null
        ? CampaignLines.stop(lines.getOrDefault(message.campaignId(), List.of()))
        : ofStep.stop();
  }

  /** Returns the channel for the message; there is one where {@link #stop} tells none. */
  Line of(Asking message) {
    Line ofStep = ofSteps.get(message.messageId());
    if (ofStep != null) {
      return ofStep;
    }
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
   * Returns the request, led through Cloud where the message stands at a fallback channel or a
   * step's that does not use Marketing Messages: the route may have been chosen for the campaign's
   * own channel.
   */
  SendLedger.Request carried(Asking message, UUID channelId, SendLedger.Request request) {
    Line ofStep = ofSteps.get(message.messageId());
    if (ofStep != null) {
      return ofStep.marketingMessages() ? request : cloud(request);
    }
    List<Line> all = lines.getOrDefault(message.campaignId(), List.of());
    for (int i = 1; i < all.size(); i++) {
      Line line = all.get(i);
      if (line.channelId().equals(channelId) && !line.marketingMessages()) {
        return cloud(request);
      }
    }
    return request;
  }

  private static SendLedger.Request cloud(SendLedger.Request request) {
    return new SendLedger.Request(request.messageId(), request.round(), Route.CLOUD);
  }
}
