package dev.whatsway.workers.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.example.workday.NextWorkdayStep;
import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.DefinitionCompiler;
import dev.whatsway.journey.step.EnterJourneyStep.Entrances;
import dev.whatsway.journey.step.HttpCallStep.Calls;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.journey.step.MessagePlans;
import dev.whatsway.journey.step.Splits;
import dev.whatsway.journey.travel.StepTaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The example of docs/add-a-journey-step.md, as a worker finds it on its class path. */
class PlugInTest {

  private static final String MODULE = "../examples/journey-step/src/";

  private final ApplicationContextRunner worker =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(NextWorkdayStep.class))
          .withBean(MessagePlans.class, () -> mock(MessagePlans.class))
          .withBean(Splits.class, () -> mock(Splits.class))
          .withBean(Calls.class, () -> mock(Calls.class))
          .withBean(Entrances.class, () -> mock(Entrances.class))
          .withBean(JourneyCourier.class, () -> mock(JourneyCourier.class))
          .withPropertyValues("whatsway.journeys.idle=1s")
          .withInitializer(
              context ->
                  context
                      .getBeanFactory()
                      .setConversionService(ApplicationConversionService.getSharedInstance()))
          .withUserConfiguration(JourneyConfiguration.class);

  @Test
  void aJarOnTheClassPathTellsSpringOfItsStep() {
    assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
        .contains(NextWorkdayStep.class.getName());
    worker.run(
        context -> {
          assertThat(context).hasSingleBean(JourneyStep.class);
          assertThat(context).hasSingleBean(StepTaker.class);
        });
  }

  @Test
  void definitionsMayNameItAndItsSettingsAreChecked() {
    worker.run(
        context -> {
          DefinitionCompiler compiler =
              new JourneyKinds(List.of(context.getBean(NextWorkdayStep.class))).compiler();
          assertThat(compiler.compile(definition("\"09:00\""))).isInstanceOf(Compiled.Sound.class);
          assertThat(compiler.compile(definition("\"9\"")))
              .isInstanceOfSatisfying(
                  Compiled.Refused.class,
                  refused ->
                      assertThat(refused.problems().get(0).path()).isEqualTo("steps[0].time"));
        });
  }

  @Test
  void theGuideShowsTheStepThatIsBuilt() throws IOException {
    String guide = Files.readString(Path.of("../docs/add-a-journey-step.md"));
    String step =
        Files.readString(Path.of(MODULE + "main/java/com/example/workday/NextWorkdayStep.java"));
    String test =
        Files.readString(
            Path.of(MODULE + "test/java/com/example/workday/NextWorkdayStepTest.java"));

    assertThat(guide).contains(step).contains(test);
    assertThat((step + test).lines().filter(PlugInTest::isCode).count()).isLessThan(40);
  }

  private static boolean isCode(String line) {
    return !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package ");
  }

  private static String definition(String time) {
    return """
        {"steps": [{"id": "workday", "type": "next_workday", "time": %s}]}
        """
        .formatted(time);
  }
}
