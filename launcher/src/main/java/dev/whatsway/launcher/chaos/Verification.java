package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.ChaosPlan.Command;
import dev.whatsway.launcher.chaos.MetasBooks.Send;
import dev.whatsway.launcher.chaos.OurBooks.Campaign;
import dev.whatsway.launcher.chaos.OurBooks.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Holds both sides' books against each other, once everything has come to rest. Each recipient is
 * written to by one campaign, so a recipient is a message.
 */
final class Verification {

  private final Evidence evidence;
  private final Map<String, List<Send>> sends = new HashMap<>();
  private final Map<String, Message> messages = new HashMap<>();

  private Verification(Evidence evidence) {
    this.evidence = evidence;
    for (Send send : evidence.metas().sends()) {
      sends.computeIfAbsent(send.recipient(), recipient -> new ArrayList<>()).add(send);
    }
    for (Message message : evidence.ours().messages()) {
      messages.put(message.recipient(), message);
    }
  }

  static List<Row> of(Evidence evidence) {
    return new Verification(evidence).rows();
  }

  private List<Row> rows() {
    return List.of(
        campaignsAccountedFor(),
        messagesAccountedFor(),
        Row.none("messages sent twice, by Meta's count", evidence.metas().duplicates()),
        takenOnce(),
        takenButNotInOurBooks(),
        failedForNoReason(),
        sentToNobodyOfOurs(),
        unknownsExplained(),
        sentDuring(Command.PAUSE, "sends between an acknowledged pause and its resume"),
        sentDuring(Command.CANCEL, "sends after an acknowledged cancel"),
        lastStatuses(),
        Row.none("webhooks that were never acknowledged", evidence.metas().pendingWebhooks()),
        Row.none("phone numbers, secrets or texts in logs", evidence.leaks()));
  }

  private Row campaignsAccountedFor() {
    List<String> bad =
        evidence.ours().campaigns().stream()
            .filter(campaign -> !campaign.accountedFor())
            .map(campaign -> "campaign " + campaign.id() + " (" + campaign.status() + ")")
            .toList();
    return Row.all("campaigns closed, with every message accounted for", evidence.launched(), bad);
  }

  private Row messagesAccountedFor() {
    long planned = 0;
    long accounted = 0;
    for (Campaign campaign : evidence.ours().campaigns()) {
      planned += campaign.count("planned");
      accounted += OurBooks.OUTCOMES.stream().mapToLong(campaign::count).sum();
    }
    return new Row("messages planned, and accounted for", planned, accounted, List.of());
  }

  private Row takenOnce() {
    List<Message> taken = ours(Message::taken).toList();
    List<String> bad = ids(taken.stream().filter(message -> !sentOnceByOurAttempt(message)));
    return Row.all("messages in our books as taken, and taken once by Meta", taken.size(), bad);
  }

  private boolean sentOnceByOurAttempt(Message message) {
    List<Send> known = sendsOf(message);
    return known.size() == 1
        && message.attempts().stream()
            .anyMatch(attempt -> attempt.id().equals(known.get(0).attempt()));
  }

  private Row takenButNotInOurBooks() {
    Stream<Message> wrong =
        ours(message -> !message.taken() && !message.status().equals("failed"))
            .filter(message -> !sendsOf(message).isEmpty());
    return Row.none("messages that Meta took and our books call not taken", ids(wrong));
  }

  private Row failedForNoReason() {
    Stream<Message> wrong =
        ours(message -> message.status().equals("failed")).filter(this::noReason);
    return Row.none("messages failed without a word of Meta's", ids(wrong));
  }

  /** Meta's two words: a refusal at once, or a failed webhook after it took the message. */
  private boolean noReason(Message message) {
    Person person = Crowd.of(message.recipient());
    return sendsOf(message).isEmpty()
        ? !person.refusedAtOnce()
        : !"failed".equals(person.lastStatus());
  }

  private Row sentToNobodyOfOurs() {
    List<String> foreign =
        evidence.metas().sends().stream()
            .filter(send -> !messages.containsKey(send.recipient()))
            .map(send -> "attempt " + send.attempt())
            .toList();
    return Row.none("sends that no message of ours stands for", foreign);
  }

  private Row unknownsExplained() {
    List<Unknown> unknowns = Unknown.all(evidence);
    return Row.all(
        "unknown messages, each by an injected fault",
        unknowns.size(),
        unknowns.stream()
            .filter(unknown -> !unknown.explained())
            .map(unknown -> "message " + unknown.message())
            .toList());
  }

  private Row sentDuring(Command command, String invariant) {
    List<String> bad = new ArrayList<>();
    for (Silence silence : evidence.silences()) {
      if (silence.command() == command) {
        ours(message -> message.campaign().equals(silence.campaign()))
            .filter(message -> sendsOf(message).stream().anyMatch(s -> silence.holds(s.at())))
            .forEach(message -> bad.add("message " + message.id()));
      }
    }
    return Row.none(invariant, bad);
  }

  private Row lastStatuses() {
    List<Message> sent = ours(message -> !sendsOf(message).isEmpty()).toList();
    Stream<Message> wrong =
        sent.stream()
            .filter(
                message -> !message.status().equals(Crowd.of(message.recipient()).lastStatus()));
    return Row.all("messages whose status is the last that Meta told", sent.size(), ids(wrong));
  }

  private Stream<Message> ours(Predicate<Message> which) {
    return evidence.ours().messages().stream().filter(which);
  }

  private List<Send> sendsOf(Message message) {
    return sends.getOrDefault(message.recipient(), List.of());
  }

  private static List<String> ids(Stream<Message> messages) {
    return messages.map(message -> "message " + message.id()).toList();
  }
}
