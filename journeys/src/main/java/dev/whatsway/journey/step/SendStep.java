package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.journey.setting.Placeholder;
import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.journey.step.PlannedMessage.Fate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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
    Filling filling = new Filling(messages.frozen(context.visit()), context);
    Map<String, String> variables = new TreeMap<>();
    List<String> unfit = new ArrayList<>();
    for (Map.Entry<String, PlaceholderText> variable : SendTexts.variables(settings).entrySet()) {
      String text = filling.fill(linked(variable.getValue(), settings, context), value -> value);
      String why = SendTexts.unfit(variable.getKey(), text);
      if (why == null) {
        variables.put(variable.getKey(), String.valueOf(text));
      } else {
        unfit.add(why);
      }
    }
    String target =
        settings.linkTarget() == null
            ? null
            : filling.fill(settings.linkTarget().pattern(), SendStep::encoded);
    String lost = SendTexts.unfitTarget(settings, target);
    if (lost != null) {
      unfit.add(lost);
    }
    // What was known at entry stays the reason, whatever else is missing by now.
    String known = SendTexts.unfit(settings, filling.frozen());
    return new Rendered(variables, target, known != null || unfit.isEmpty() ? known : unfit.get(0));
  }

  /** Fills placeholders: with what is frozen, else with what is stored now. */
  private record Filling(FrozenValues frozen, StepContext context) {

    @Nullable String fill(String text, UnaryOperator<String> written) {
      return Placeholders.fillEach(text, this::value, written);
    }

    private @Nullable String value(Placeholder placeholder) {
      return frozen.has(placeholder)
          ? frozen.of(placeholder)
          : context.fill(new PlaceholderText(placeholder.written()));
    }
  }

  private String linked(PlaceholderText text, SendSettings settings, StepContext context) {
    return settings.tracked()
        ? text.pattern().replace(SendSettings.TRACKED_LINK, messages.linkToken(context.visit()))
        : text.pattern();
  }

  /** A value is encoded, so that nothing an import brought can lead elsewhere. */
  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Never to {@code on_failure} where the message may have gone out: that would be another one. */
  private static StepResult decided(SendSettings settings, Fate fate, String status) {
    return switch (fate) {
      case TAKEN -> StepResult.next("Meta has taken the message");
      case UNKNOWN -> StepResult.next("it is not known whether Meta has taken the message");
      case NOT_TAKEN -> StepResult.to(settings.onFailure(), "the message was not taken: " + status);
    };
  }
}
