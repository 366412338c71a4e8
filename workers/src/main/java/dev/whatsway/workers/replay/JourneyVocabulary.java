package dev.whatsway.workers.replay;

import static dev.whatsway.workers.replay.Words.Saying.ANSWERED;
import static dev.whatsway.workers.replay.Words.Saying.ASKED;
import static dev.whatsway.workers.replay.Words.Saying.INPUT;
import static dev.whatsway.workers.replay.Words.Saying.RESULT;
import static dev.whatsway.workers.replay.Words.Saying.SIGNAL;

import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneySteps.Answer;
import dev.whatsway.contract.journey.JourneySteps.Command;
import dev.whatsway.contract.journey.JourneyView;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.Woken;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Journeys: what ended each wait, and which way a step led. */
final class JourneyVocabulary implements Vocabulary {

  @Override
  public void teach(Words words) {
    words
        .say(INPUT, "JourneyWorkflow", JourneyState.class, JourneyVocabulary::input)
        .say(RESULT, "JourneyWorkflow", JourneyView.class, view -> "left: " + view.why())
        .say(SIGNAL, "JourneyWorkflow.events", JourneyEvents.class, JourneyVocabulary::events)
        .say(SIGNAL, "JourneyWorkflow.recheck", Object.class, "look again now", any -> "")
        .say(ASKED, "Take", Command.class, JourneyVocabulary::asked)
        .say(ANSWERED, "Take", Answer.class, JourneyVocabulary::answered);
  }

  private static String input(JourneyState state) {
    return "contact %s in journey %d of campaign %s, plan %s%s"
        .formatted(
            state.contactId(),
            state.ordinal(),
            state.campaignId(),
            state.plan(),
            state.step() == null ? "" : ", goes on at step " + state.step());
  }

  private static String events(JourneyEvents events) {
    return events.events().stream()
        .map(event -> event(event.kind(), event.subject()))
        .collect(Collectors.joining(", "));
  }

  private static String event(String kind, @Nullable String subject) {
    if (subject == null) {
      return kind;
    }
    return kind.equals("custom") ? "event " + subject : kind + " of " + subject;
  }

  private static String asked(Command command) {
    String step = command.step() == null ? "the first step" : "step " + command.step();
    return step + (command.visit() > 1 ? ", visit " + command.visit() : "") + woken(command);
  }

  private static String woken(Command command) {
    if (command.woken() instanceof Woken.ByEvent woken) {
      AwaitedEvent event = woken.event();
      return ": " + event(event.kind(), event.subject());
    }
    if (command.woken() instanceof Woken.ByTime) {
      return ": its time has come";
    }
    return command.standing() == null ? "" : ": looked at again";
  }

  private static String answered(Answer answer) {
    return answer.step() + ": " + result(answer.result());
  }

  private static String result(StepResult result) {
    if (result instanceof StepResult.Go go) {
      return "goes to " + go.to() + ", " + go.note();
    } else if (result instanceof StepResult.Wait wait) {
      return wait.why() + (wait.until() == null ? "" : ", until " + Plain.time(wait.until()));
    } else if (result instanceof StepResult.Send send) {
      return "sends message " + send.message().messageId();
    } else if (result instanceof StepResult.Exit exit) {
      return "the journey ends: " + exit.reason();
    }
    throw new IllegalArgumentException("no words for " + result);
  }
}
