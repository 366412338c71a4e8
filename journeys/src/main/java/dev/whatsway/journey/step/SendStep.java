package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.Woken;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Step {@code send}. */
public final class SendStep implements JourneyStep<SendSettings> {

  /** Meta refuses such a parameter, for all of the message (132018). */
  public static final Pattern FORBIDDEN = Pattern.compile("[\\n\\r\\t]| {5}");

  private final MessagePlans messages;

  public SendStep(MessagePlans messages) {
    this.messages = messages;
  }

  @Override
  public String type() {
    return "send";
  }

  @Override
  public Class<SendSettings> settings() {
    return SendSettings.class;
  }

  @Override
  public StepResult run(SendSettings settings, StepContext context) {
    if (context.woken() instanceof Woken.ByEvent woken) {
      return decided(settings, woken.event().kind().equals("accepted"), woken.event().kind());
    }
    Map<String, String> variables = new TreeMap<>();
    String missing = null;
    for (Map.Entry<String, PlaceholderText> variable : texts(settings).entrySet()) {
      String text = context.fill(variable.getValue());
      if (text == null || text.isBlank()) {
        missing = missing == null ? "missing-variable:" + variable.getKey() : missing;
      } else if (FORBIDDEN.matcher(text).find()) {
        missing = missing == null ? "invalid-variable:" + variable.getKey() : missing;
      } else {
        variables.put(variable.getKey(), text);
      }
    }
    PlannedMessage planned =
        messages.plan(context.visit(), settings, variables, missing, context.now());
    if (planned instanceof PlannedMessage.Open open) {
      return new StepResult.Send(open.message());
    }
    PlannedMessage.Decided decided = (PlannedMessage.Decided) planned;
    return decided(settings, decided.taken(), decided.status());
  }

  private static StepResult decided(SendSettings settings, boolean taken, String status) {
    return taken
        ? StepResult.next("Meta has taken the message")
        : StepResult.to(settings.onFailure(), "the message was not taken: " + status);
  }

  private static Map<String, PlaceholderText> texts(SendSettings settings) {
    return settings.variables() == null ? Map.of() : settings.variables();
  }
}
