package dev.whatsway.journey.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.journey.step.CoreSteps;
import dev.whatsway.journey.step.WaitForSettings;
import dev.whatsway.journey.step.WaitSettings;
import dev.whatsway.journey.step.WaitStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionCompilerTest {

  private static final String DRIP =
      """
      {"steps": [
        {"id": "welcome", "type": "send", "template": {"name": "welcome", "language": "en_US"},
         "variables": {"1": "{{name|friend}}"}, "on_failure": "exit"},
        {"id": "seen", "type": "wait_for", "event": "read", "of": "welcome", "timeout": "P2D",
         "otherwise": "exit"},
        {"id": "pause", "type": "wait", "duration": "PT1H", "next": "thanks"},
        {"id": "thanks", "type": "send", "template": {"name": "thanks", "language": "en_US"}}],
       "exit_rules": [{"on": "replied"}]}
      """;

  private final DefinitionCompiler compiler =
      new DefinitionCompiler(CoreSteps.ALL, new StandardTexts());

  @Test
  void stepsFollowEachOtherUnlessTheySayOtherwise() {
    JourneyPlan plan = sound(DRIP);
    assertThat(plan.first()).isEqualTo("welcome");
    assertThat(plan.steps().keySet()).containsExactly("welcome", "seen", "pause", "thanks");
    assertThat(plan.steps().values().stream().map(PlannedStep::next))
        .containsExactly("seen", "pause", "thanks", "exit");
    assertThat(plan.steps().get("pause").settings())
        .isEqualTo(new WaitSettings(Duration.ofHours(1)));
    assertThat(plan.steps().get("seen").settings())
        .isInstanceOfSatisfying(
            WaitForSettings.class,
            settings -> assertThat(settings.event()).isEqualTo(WaitForSettings.Event.READ));
  }

  @Test
  void onlyOnceUnlessReentryIsAllowed() {
    assertThat(sound(DRIP).reentry().policy()).isEqualTo(Reentry.Policy.NEVER);
  }

  @Test
  void theSameDefinitionIsTheSamePlanHoweverItIsWritten() {
    String other =
        """
        {"exit_rules": [{"on": "replied"}], "steps": [
          {"type": "send", "id": "welcome", "on_failure": "exit", "variables": {"1": "{{name|friend}}"},
           "template": {"language": "en_US", "name": "welcome"}},
          {"id": "seen", "type": "wait_for", "otherwise": "exit", "timeout": "P2D", "of": "welcome",
           "event": "read"},
          {"id": "pause", "type": "wait", "next": "thanks", "duration": "PT1H"},
          {"id": "thanks", "type": "send", "template": {"name": "thanks", "language": "en_US"}}]}
        """;
    assertThat(sound(other).hash()).isEqualTo(sound(DRIP).hash()).matches("[0-9a-f]{64}");
    assertThat(sound(sound(DRIP).json())).isEqualTo(sound(DRIP));
  }

  @Test
  void anEditIsAnotherPlan() {
    assertThat(sound(DRIP.replace("PT1H", "PT2H")).hash()).isNotEqualTo(sound(DRIP).hash());
    assertThat(
            sound(
                    DRIP.replace("\"next\": \"thanks\"", "\"next\": \"welcome\"")
                        .replace("\"otherwise\": \"exit\"", "\"otherwise\": \"thanks\""))
                .hash())
        .isNotEqualTo(sound(DRIP).hash());
  }

  @Test
  void aCircleWithAWaitIsAllowed() {
    String circle =
        """
        {"steps": [{"id": "tick", "type": "set_attribute", "name": "seen", "value": "yes"},
          {"id": "night", "type": "wait_until", "time": "10:00", "next": "tick"}]}
        """;
    assertThat(sound(circle).steps()).hasSize(2);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    Compiled compiled =
        compiler.compile(
            """
            {"steps": [{"id": "w", "type": "wait", "duration": "-P1D"},
              {"id": "x", "type": "teleport"}], "caps": {"messages": 0}}
            """);
    assertThat(((Compiled.Refused) compiled).problems())
        .extracting(problem -> problem.path())
        .containsExactly("caps.messages", "steps[0].duration", "steps[1].type");
  }

  @Test
  void twoKindsOfOneNameAreRefused() {
    assertThatThrownBy(
            () ->
                new DefinitionCompiler(
                    List.of(StepKind.of(new WaitStep()), StepKind.of(new WaitStep())),
                    new StandardTexts()))
        .hasMessageContaining("called wait");
  }

  private JourneyPlan sound(String definition) {
    Compiled compiled = compiler.compile(definition);
    assertThat(compiled).isInstanceOf(Compiled.Sound.class);
    return ((Compiled.Sound) compiled).plan();
  }
}
