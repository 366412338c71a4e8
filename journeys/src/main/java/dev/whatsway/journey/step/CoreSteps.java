package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.journey.definition.StepKind;
import java.util.List;

/** The kinds of steps that come with WhatsWay. */
public final class CoreSteps {

  /** Those that need nothing but the person and the time. */
  public static final List<JourneyStep<?>> PURE =
      List.of(
          new WaitStep(),
          new WaitUntilStep(),
          new WaitForStep(),
          new BranchStep(),
          new SetAttributeStep(),
          new ExitStep());

  /** All of them, as definitions know them. */
  public static final List<StepKind<?>> ALL =
      List.of(
          new StepKind<>("send", SendSettings.class, settings -> false, SendSettings::problem),
          StepKind.of(new WaitStep()),
          StepKind.of(new WaitUntilStep()),
          StepKind.of(new WaitForStep()),
          StepKind.of(new BranchStep()),
          new StepKind<>("split", SplitSettings.class, settings -> false, SplitSettings::problem),
          StepKind.of(new SetAttributeStep()),
          new StepKind<>(
              "http_call", HttpCallSettings.class, settings -> false, HttpCallSettings::problem),
          new StepKind<>(
              "enter_journey", EnterJourneySettings.class, settings -> false, settings -> null),
          StepKind.of(new ExitStep()));

  private CoreSteps() {}
}
