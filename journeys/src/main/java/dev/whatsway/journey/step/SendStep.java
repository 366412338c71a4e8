package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.journey.setting.TemplateValues;
import dev.whatsway.journey.step.PlannedMessage.Fate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Step {@code send}. */
public final class SendStep implements JourneyStep<SendSettings> {

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
      return decided(settings, Fate.of(woken.event().kind()), woken.event().kind());
    }
    Rendered rendered = render(settings, context);
    PlannedMessage planned =
        messages.plan(
            context.visit(),
            settings,
            rendered.variables(),
            rendered.linkTarget(),
            rendered.unfit(),
            context.now());
    if (planned instanceof PlannedMessage.Open open) {
      return new StepResult.Send(open.message());
    }
    PlannedMessage.Decided decided = (PlannedMessage.Decided) planned;
    return decided(settings, decided.fate(), decided.status());
  }

  private record Rendered(
      Map<String, String> variables, @Nullable String linkTarget, @Nullable String unfit) {}

  private Rendered render(SendSettings settings, StepContext context) {
    Map<String, String> variables = new TreeMap<>();
    List<String> unfit = new ArrayList<>();
    for (Map.Entry<String, PlaceholderText> variable : texts(settings).entrySet()) {
      String text = context.fill(linked(variable.getValue(), settings, context));
      if (text == null || text.isBlank()) {
        unfit.add("missing-variable:" + variable.getKey());
      } else if (TemplateValues.unfit(variable.getKey(), text) != null) {
        unfit.add("invalid-variable:" + variable.getKey());
      } else {
        variables.put(variable.getKey(), text);
      }
    }
    String target = target(settings, context);
    if (settings.tracked() && target == null) {
      unfit.add("missing-variable:link_target");
    }
    return new Rendered(variables, target, unfit.isEmpty() ? null : unfit.get(0));
  }

  private PlaceholderText linked(PlaceholderText text, SendSettings settings, StepContext context) {
    return settings.tracked()
        ? new PlaceholderText(
            text.pattern().replace(SendSettings.TRACKED_LINK, messages.linkToken(context.visit())))
        : text;
  }

  /** A value is encoded, so that nothing an import brought can lead elsewhere. */
  private static @Nullable String target(SendSettings settings, StepContext context) {
    return settings.linkTarget() == null
        ? null
        : Placeholders.fill(
            settings.linkTarget().pattern(),
            name -> context.fill(new PlaceholderText("{{" + name + "}}")),
            value -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** Never to {@code on_failure} where the message may have gone out: that would be another one. */
  private static StepResult decided(SendSettings settings, Fate fate, String status) {
    return switch (fate) {
      case TAKEN -> StepResult.next("Meta has taken the message");
      case UNKNOWN -> StepResult.next("it is not known whether Meta has taken the message");
      case NOT_TAKEN -> StepResult.to(settings.onFailure(), "the message was not taken: " + status);
    };
  }

  private static Map<String, PlaceholderText> texts(SendSettings settings) {
    return settings.variables() == null ? Map.of() : settings.variables();
  }
}
