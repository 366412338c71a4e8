package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.ChaosPlan.Command;
import dev.whatsway.launcher.chaos.ChaosPlan.Order;
import dev.whatsway.launcher.chaos.PatientClient.Answer;
import dev.whatsway.launcher.process.Pause;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Pauses, resumes and cancels campaigns while everything breaks, and notes from when to when each
 * must have been silent. Only an answer of 200 counts as an acknowledgement: a 202 says that a send
 * is still in flight, and an answer that was lost says nothing.
 */
final class Operator {

  private static final int WORTH_IT = 20;
  private static final int NEWEST = 4;
  private static final int RESUMES = 20;

  private final PatientClient api;
  private final ChaosLoad load;
  private final Clock clock;
  private final List<Silence> silences = new CopyOnWriteArrayList<>();

  /** Campaigns under an order: an answer may take a minute, and a second order would blur it. */
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  private final Map<String, Long> answers = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  Operator(PatientClient api, ChaosLoad load, Clock clock) {
    this.api = api;
    this.load = load;
    this.clock = clock;
  }

  /**
   * Carries the order out on a campaign that has something left to send, if there is one. May be
   * called by several threads at once.
   */
  void carryOut(Order order) {
    Launched campaign = busy();
    if (campaign == null) {
      count("no campaign to " + order.command().name().toLowerCase(Locale.ROOT));
      return;
    }
    try {
      if (order.command() == Command.CANCEL) {
        cancel(campaign);
      } else {
        pause(campaign, order);
      }
    } finally {
      taken.remove(campaign.id());
    }
  }

  /** Resumes whatever a pause has reached whose answer was lost. */
  void leaveNothingPaused() {
    for (Launched campaign : load.launched()) {
      if (load.status(campaign).equals("paused")) {
        resume(campaign);
      }
    }
  }

  List<Silence> silences() {
    return List.copyOf(silences);
  }

  /** How the orders were answered, counted by command and HTTP status. */
  Map<String, Long> answers() {
    return new TreeMap<>(answers);
  }

  private void cancel(Launched campaign) {
    Answer answer = command(campaign, "cancel");
    if (answer.status() == 200) {
      silences.add(new Silence(campaign.id(), Command.CANCEL, clock.instant(), null));
    }
  }

  private void pause(Launched campaign, Order order) {
    Answer answer = command(campaign, "pause");
    @Nullable Instant acknowledged = answer.status() == 200 ? clock.instant() : null;
    Pause.millis(order.hold().toMillis());
    Instant resumed = clock.instant();
    resume(campaign);
    if (acknowledged != null) {
      silences.add(new Silence(campaign.id(), Command.PAUSE, acknowledged, resumed));
    }
  }

  /** A pause whose answer was lost may take effect late, so the status is what counts. */
  private void resume(Launched campaign) {
    for (int tries = 0; tries < RESUMES; tries++) {
      if (command(campaign, "resume").good() || !load.status(campaign).equals("paused")) {
        return;
      }
      Pause.millis(1_000);
    }
  }

  private Answer command(Launched campaign, String command) {
    Answer answer =
        api.post("/campaigns/" + campaign.id() + "/" + command, Map.of("reason", "chaos"));
    count(command + " " + answer.status());
    return answer;
  }

  private void count(String what) {
    answers.merge(what, 1L, Long::sum);
  }

  /** The tracking modes take turns; of a mode it is the campaign with most left to send. */
  private @Nullable Launched busy() {
    List<Launched> newestFirst = new ArrayList<>(load.launched());
    Collections.reverse(newestFirst);
    List<String> modes = newestFirst.stream().map(Launched::tracking).distinct().sorted().toList();
    String wanted = modes.get(turn.getAndIncrement() % modes.size());
    return newestFirst.stream()
        .filter(campaign -> campaign.tracking().equals(wanted))
        .limit(NEWEST)
        .filter(this::hasMuchLeft)
        .filter(campaign -> taken.add(campaign.id()))
        .findFirst()
        .orElse(null);
  }

  private boolean hasMuchLeft(Launched campaign) {
    JsonNode now = api.get("/campaigns/" + campaign.id());
    return now.path("status").asString().equals("running")
        && now.path("counts").path("queued").asLong() >= WORTH_IT;
  }
}
