package dev.whatsway.workers.webhook.effect;

import dev.whatsway.graph.GraphErrorClassifier;
import dev.whatsway.store.channel.Stop.Cause;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.workers.sending.StopRefusals;
import dev.whatsway.workers.webhook.fact.TemplateStatus;
import java.util.Optional;
import java.util.Set;

/** What a template's status stops: with the code by which Meta would refuse the next send. */
final class TemplateStops {

  private static final int NOT_APPROVED = 132001;
  private static final int AGAINST_POLICY = 132007;
  private static final int PAUSED = 132015;
  private static final int DISABLED = 132016;

  /** What ends when the template is approved; others have causes that approval says nothing of. */
  static final Set<Integer> CODES = Set.of(NOT_APPROVED, AGAINST_POLICY, PAUSED, DISABLED);

  private static final String ANOTHER =
      "Correct the template at Meta, or make another, then start a new campaign. If Meta approves"
          + " it again, sending goes on by itself.";

  static Optional<Refusal> refusal(TemplateStatus told) {
    if (lifts(told)) {
      return Optional.empty();
    }
    return switch (told.status()) {
      case "PAUSED" -> asARefusedSend(PAUSED);
      case "DISABLED" -> asARefusedSend(DISABLED);
      case "REJECTED" ->
          Optional.of(
              notApproved(
                  "Meta has rejected the template"
                      + (told.reason() == null ? "." : " (" + told.reason() + ").")));
      case "DELETED", "PENDING_DELETION" ->
          Optional.of(notApproved("The template was deleted at Meta."));
      default -> Optional.empty();
    };
  }

  /** An unpause may come as an event of its own or as the title of another. */
  static boolean lifts(TemplateStatus told) {
    return Set.of("APPROVED", "REINSTATED", "UNPAUSE", "UNPAUSED").contains(told.status())
        || "UNPAUSE".equals(told.title());
  }

  private static Optional<Refusal> asARefusedSend(int code) {
    return Optional.ofNullable(StopRefusals.of(GraphErrorClassifier.classifyWebhook(code), code));
  }

  private static Refusal notApproved(String reason) {
    return new Refusal(Cause.TEMPLATE, NOT_APPROVED, reason, ANOTHER);
  }

  private TemplateStops() {}
}
