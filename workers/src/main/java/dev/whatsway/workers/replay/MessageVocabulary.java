package dev.whatsway.workers.replay;

import static dev.whatsway.workers.replay.Words.Saying.ANSWERED;
import static dev.whatsway.workers.replay.Words.Saying.INPUT;
import static dev.whatsway.workers.replay.Words.Saying.RESULT;
import static dev.whatsway.workers.replay.Words.Saying.SIGNAL;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageSettling.Deferral;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import java.util.Locale;
import java.util.stream.Collectors;

/** Messages: what was sent, what Meta said, what webhooks told. */
final class MessageVocabulary implements Vocabulary {

  @Override
  public void teach(Words words) {
    words
        .say(INPUT, "MessageWorkflow", MessageInput.class, MessageVocabulary::input)
        .say(RESULT, "MessageWorkflow", MessageView.class, MessageVocabulary::end)
        .say(SIGNAL, "MessageWorkflow.events", MessageEvents.class, MessageVocabulary::webhook)
        .say(SIGNAL, "MessageWorkflow.recheck", Object.class, "look again now", any -> "")
        .say(
            ANSWERED,
            "SendViaMarketingMessages",
            SendResult.class,
            result -> sent(result, Route.MARKETING_MESSAGES))
        .say(ANSWERED, "SendViaCloud", SendResult.class, result -> sent(result, Route.CLOUD))
        .say(ANSWERED, "Standing", MessageStatus.class, MessageVocabulary::standing)
        .say(ANSWERED, "GiveUp", MessageStatus.class, MessageVocabulary::standing)
        .say(ANSWERED, "Expire", MessageStatus.class, MessageVocabulary::standing)
        .say(ANSWERED, "Fail", MessageStatus.class, MessageVocabulary::standing)
        .say(ANSWERED, "Later", Deferral.class, MessageVocabulary::deferral);
  }

  private static String input(MessageInput input) {
    return "message %s of campaign %s, template %s, first through %s; a lost answer waits %s, then %s; expires after %s"
        .formatted(
            input.messageId(),
            input.campaignId(),
            input.template(),
            input.route().wire(),
            Plain.length(input.unknownDeadline()),
            input.unknownPolicy().wire(),
            Plain.length(input.ttl()));
  }

  private static String end(MessageView view) {
    String end = view.status().wire();
    if (view.route() != null) {
      end += " through " + view.route().wire();
    }
    if (view.clicked()) {
      end += ", clicked";
    }
    if (view.replied()) {
      end += ", replied";
    }
    if (view.failure() != null) {
      return end + ": " + failure(view.failure());
    }
    return view.reason() == null ? end : end + ": " + view.reason();
  }

  private static String webhook(MessageEvents events) {
    return events.events().stream()
        .map(MessageVocabulary::event)
        .collect(Collectors.joining(", ", "webhook: ", ""));
  }

  private static String event(MessageEvent event) {
    String kind = event.kind().name().toLowerCase(Locale.ROOT);
    if (event.failure() == null) {
      return kind;
    }
    return kind + (event.later() ? " for now, " : ", ") + failure(event.failure());
  }

  private static String sent(SendResult result, Route route) {
    if (result instanceof SendResult.Accepted accepted) {
      return "accepted by "
          + route.wire()
          + (accepted.messageStatus() == null ? "" : ", Meta says " + accepted.messageStatus());
    } else if (result instanceof SendResult.Refused refused) {
      return "refused by %s, %s: the other route may be tried"
          .formatted(route.wire(), failure(refused.failure()));
    } else if (result instanceof SendResult.RateLimited limit) {
      return limited(limit);
    } else if (result instanceof SendResult.Rejected rejected) {
      return "rejected for good, " + failure(rejected.failure());
    } else if (result instanceof SendResult.Unknown unknown) {
      return "answer lost (" + unknown.cause() + "): it may have gone out";
    } else if (result instanceof SendResult.Held held) {
      return "not offered to Meta for now: " + held.reason();
    } else if (result instanceof SendResult.Later later) {
      return "not now for this person, "
          + failure(later.failure())
          + (later.due() == null ? "" : "; again at " + Plain.time(later.due()));
    } else if (result instanceof SendResult.NotSent not) {
      return "not sent, " + not.status().wire() + ": " + not.reason();
    }
    throw new IllegalArgumentException("no words for " + result);
  }

  private static String limited(SendResult.RateLimited limit) {
    if (limit.scope() == SendResult.RateLimited.Scope.QUIET_HOURS) {
      return "not offered to Meta: quiet hours of the recipient, again in "
          + Plain.length(limit.delay());
    }
    String scope = limit.scope().name().toLowerCase(Locale.ROOT);
    return limit.attemptId() == null
        ? "not offered to Meta: the limit of the %s is reached, again in %s"
            .formatted(scope, Plain.length(limit.delay()))
        : "rate limit of the %s, %s: again in %s"
            .formatted(scope, failure(limit.failure()), Plain.length(limit.delay()));
  }

  private static String standing(MessageStatus status) {
    return "the message is " + status.wire();
  }

  private static String deferral(Deferral deferral) {
    return deferral.due() == null
        ? standing(deferral.status())
        : standing(deferral.status()) + " and comes again at " + Plain.time(deferral.due());
  }

  private static String failure(Failure failure) {
    String words = failure.code() == 0 ? failure.title() : failure.code() + " " + failure.title();
    return failure.details() == null ? words : words + " (" + failure.details() + ")";
  }
}
