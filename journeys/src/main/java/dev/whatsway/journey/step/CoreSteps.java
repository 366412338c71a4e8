package dev.whatsway.journey.step;

import dev.whatsway.journey.definition.StepKind;
import java.util.List;

/** The kinds of steps that come with WhatsWay. */
public final class CoreSteps {

  public static final StepKind<SendSettings> SEND =
      new StepKind<>("send", SendSettings.class, settings -> false, settings -> null);

  public static final StepKind<WaitSettings> WAIT =
      new StepKind<>("wait", WaitSettings.class, settings -> true, settings -> null);

  public static final StepKind<WaitUntilSettings> WAIT_UNTIL =
      new StepKind<>(
          "wait_until",
          WaitUntilSettings.class,
          WaitUntilSettings::waits,
          WaitUntilSettings::problem);

  /** An event that has happened already ends it at once, so it does not surely wait. */
  public static final StepKind<WaitForSettings> WAIT_FOR =
      new StepKind<>(
          "wait_for", WaitForSettings.class, settings -> false, WaitForSettings::problem);

  public static final StepKind<BranchSettings> BRANCH =
      new StepKind<>("branch", BranchSettings.class, settings -> false, settings -> null);

  public static final StepKind<SplitSettings> SPLIT =
      new StepKind<>("split", SplitSettings.class, settings -> false, SplitSettings::problem);

  public static final StepKind<SetAttributeSettings> SET_ATTRIBUTE =
      new StepKind<>(
          "set_attribute", SetAttributeSettings.class, settings -> false, settings -> null);

  public static final StepKind<HttpCallSettings> HTTP_CALL =
      new StepKind<>(
          "http_call", HttpCallSettings.class, settings -> false, HttpCallSettings::problem);

  public static final StepKind<EnterJourneySettings> ENTER_JOURNEY =
      new StepKind<>(
          "enter_journey", EnterJourneySettings.class, settings -> false, settings -> null);

  public static final StepKind<ExitSettings> EXIT =
      new StepKind<>("exit", ExitSettings.class, settings -> false, settings -> null);

  /** All of them. */
  public static final List<StepKind<?>> ALL =
      List.of(
          SEND,
          WAIT,
          WAIT_UNTIL,
          WAIT_FOR,
          BRANCH,
          SPLIT,
          SET_ATTRIBUTE,
          HTTP_CALL,
          ENTER_JOURNEY,
          EXIT);

  private CoreSteps() {}
}
