package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.LauncherException;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Ours: signed statuses of messages that a campaign has just sent, each an event of its own, until
 * all are acknowledged; then until all are in effect.
 */
final class WebhookSide implements Contest.Side {

  private static final List<String> STATUSES = List.of("sent", "delivered", "read");

  private final long messages;
  private final Duration limit;
  private final BenchPlace place;
  private final BenchShop shop;
  private final String channel;
  private final String audience;
  private final LoadScript script;
  private final ClosedLoad load = new ClosedLoad();

  WebhookSide(long messages, Duration limit, BenchPlace place, BenchShop shop, String channel) {
    this.messages = messages;
    this.limit = limit;
    this.place = place;
    this.shop = shop;
    this.channel = channel;
    this.audience = shop.audience(messages);
    this.script = new LoadScript(place.apiUrl(), place.appSecret());
  }

  @Override
  public String title() {
    return "WhatsWay, each event acknowledged";
  }

  @Override
  public Contest.Taken run() {
    String campaign = shop.draft(channel, audience, "ledger");
    Launched launched = Launched.launch(shop, List.of(campaign), limit);
    launched.awaitAccepted(messages);
    List<HttpRequest> requests = bodies(wamids(campaign)).stream().map(script::signed).toList();
    CpuTimes cpu = CpuTimes.begin(place.pids().get());
    long began = System.nanoTime();
    ClosedLoad.Load acknowledged = load.send(requests);
    launched.awaitRead(messages);
    double inEffect = (System.nanoTime() - began) / 1e9;
    Map<String, Object> details = cpu.details(inEffect);
    details.put("seconds_until_acknowledged", acknowledged.seconds());
    details.put("refused", acknowledged.refused());
    details.put("in_effect_per_second", requests.size() / inEffect);
    return new Contest.Taken(requests.size() / acknowledged.seconds(), details);
  }

  /** Returns bodies like those of a turn, of nobody's messages. */
  List<String> likeBodies() {
    List<String> wamids = new ArrayList<>();
    for (long message = 0; message < messages; message++) {
      wamids.add("wamid.HBgN" + UUID.randomUUID().toString().replace("-", "").toUpperCase());
    }
    return bodies(wamids);
  }

  private List<String> bodies(List<String> wamids) {
    return STATUSES.stream()
        .flatMap(status -> wamids.stream().map(wamid -> script.body(wamid, status)))
        .toList();
  }

  private List<String> wamids(String campaign) {
    List<String> wamids = new ArrayList<>();
    try (Connection connection = place.database().connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT wamid FROM messages WHERE campaign_id = ? ORDER BY ordinal")) {
      select.setObject(1, UUID.fromString(campaign));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          wamids.add(rows.getString(1));
        }
      }
      return wamids;
    } catch (SQLException e) {
      throw new LauncherException("The messages cannot be read (" + e.getMessage() + ").", e);
    }
  }
}
