package dev.whatsway.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;

/** The last send requests with their bodies, as many as the behaviour says; usually none. */
final class RecentRequests {
  private final BehaviourStore behaviour;
  private final Clock clock;
  private final ArrayDeque<ReceivedRequest> requests = new ArrayDeque<>();

  RecentRequests(BehaviourStore behaviour, Clock clock) {
    this.behaviour = behaviour;
    this.clock = clock;
  }

  void note(String version, String phoneNumberId, Route endpoint, byte[] body, int status) {
    int kept = behaviour.current().keepRequests();
    if (kept == 0) {
      return;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    synchronized (this) {
      requests.addLast(
          new ReceivedRequest(
              version, phoneNumberId, endpoint.path(), text, status, clock.instant()));
      while (requests.size() > kept) {
        requests.removeFirst();
      }
    }
  }

  synchronized List<ReceivedRequest> list() {
    return List.copyOf(requests);
  }
}
