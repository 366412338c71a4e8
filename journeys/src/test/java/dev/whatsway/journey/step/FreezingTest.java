package dev.whatsway.journey.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.travel.PersonValues;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreezingTest {

  private static final String SET_TIER =
      "{\"id\": \"set\", \"type\": \"set_attribute\", \"name\": \"tier\", \"value\": \"gold\"}";

  @Test
  void everyPlaceholderOfEveryMessageIsFrozenWithItsFallback() {
    JourneyPlan plan =
        plan(
            send("a", "{\"1\": \"Hi {{name|friend}}\", \"2\": \"{{city}}\"}"),
            send("b", "{\"1\": \"{{ tier |none}} {{event.amount}}\"}"));

    assertThat(Freezing.of(plan).freeze(person(Map.of())).byKey().toString())
        .isEqualTo("{city=null, event.amount=7, name|friend=Ada, tier|none=none}");
  }

  @Test
  void whatAStepOfThePlanSetsIsNotFrozen() {
    JourneyPlan plan = plan(SET_TIER, send("a", "{\"1\": \"{{tier}}\", \"2\": \"{{name}}\"}"));

    assertThat(Freezing.of(plan).freeze(person(Map.of("tier", "old"))).byKey())
        .containsOnlyKeys("name");
  }

  @Test
  void aPlugInSaysWhatItSets() {
    JourneyPlan plan =
        plan(
            "{\"id\": \"score\", \"type\": \"score\", \"into\": \"points\"}",
            send("a", "{\"1\": \"{{points|0}}\", \"2\": \"{{name}}\"}"));

    assertThat(Freezing.of(plan).freeze(person(Map.of())).byKey()).containsOnlyKeys("name");
  }

  @Test
  void aFieldOfThePersonIsFrozenThoughAnAttributeHasItsName() {
    JourneyPlan plan = plan(SET_TIER.replace("tier", "name"), send("a", "{\"1\": \"{{name}}\"}"));
    FrozenValues frozen = Freezing.of(plan).freeze(person(Map.of()));

    assertThat(frozen.byKey()).containsOnlyKeys("name");
    assertThat(frozen.hasAttribute("name")).isFalse();
    assertThat(frozen.without("name")).isEqualTo(frozen);
  }

  @Test
  void anAttributeThatWasSetAfterAllIsNoLongerFrozen() {
    JourneyPlan plan = plan(send("a", "{\"1\": \"{{tier}}{{tier|x}}{{tier_2|y}}\"}"));
    FrozenValues frozen = Freezing.of(plan).freeze(person(Map.of()));

    assertThat(frozen.hasAttribute("tier")).isTrue();
    assertThat(frozen.without("tier").byKey()).containsOnlyKeys("tier_2|y");
  }

  @Test
  void theTokenOfATrackedLinkIsMadeAtTheStepAndItsTargetIsFrozen() {
    JourneyPlan plan =
        plan(
            send("a", "{\"button.0.1\": \"{{tracked_link}}\"}")
                .replaceFirst("}$", ", \"link_target\": \"https://a.example/{{city}}\"}"));
    FrozenValues frozen = Freezing.of(plan).freeze(person(Map.of()));

    assertThat(frozen.byKey()).containsOnlyKeys("city");
    assertThat(Freezing.unfit(plan, frozen))
        .containsExactly(Map.entry("a", "missing-variable:link_target"));
  }

  @Test
  void whatCannotBeSentIsKnownAtEntryUnlessAStepMaySetIt() {
    JourneyPlan plan =
        plan(
            send("lacks", "{\"1\": \"{{tier}}\", \"2\": \"{{city}}\"}"),
            send("broken", "{\"1\": \"{{street}}\"}"),
            SET_TIER,
            send("late", "{\"1\": \"{{tier}}\"}"),
            send("good", "{\"1\": \"{{name}}\", \"2\": \"to you\"}"));
    FrozenValues frozen = Freezing.of(plan).freeze(person(Map.of("street", "a\nb")));

    assertThat(Freezing.unfit(plan, frozen))
        .containsExactly(
            Map.entry("lacks", "missing-variable:2"), Map.entry("broken", "invalid-variable:1"));
  }

  @Test
  void whoGoesOverKeepsWhatTheNewPlanWritesTheSame() {
    JourneyPlan from = plan(send("a", "{\"1\": \"{{name}} {{city}}\"}"));
    JourneyPlan to = plan(send("b", "{\"1\": \"{{city}} {{city|here}} {{tier}}\"}"));
    FrozenValues frozen = Freezing.of(from).freeze(person(Map.of("city", "Bonn")));
    Freezing going = Freezing.of(to);
    FrozenValues over = going.freeze(frozen, person(Map.of("city", "Köln", "tier", "gold")));

    assertThat(over.byKey()).isEqualTo(Map.of("city", "Bonn", "city|here", "Köln", "tier", "gold"));
    assertThat(going.freeze(over, person(Map.of("city", "Ulm")))).as("repeated").isEqualTo(over);
  }

  private static String send(String id, String variables) {
    return "{\"id\": \"%s\", \"type\": \"send\", \"template\": {\"name\": \"sale\", \"language\": \"en\"}, \"variables\": %s}"
        .formatted(id, variables);
  }

  private static JourneyPlan plan(String... steps) {
    Compiled compiled =
        new JourneyKinds(List.of(new Score()))
            .compiler()
            .compile("{\"steps\": [" + String.join(", ", steps) + "]}");
    assertThat(compiled).isInstanceOf(Compiled.Sound.class);
    return ((Compiled.Sound) compiled).plan();
  }

  private static PersonValues person(Map<String, String> attributes) {
    return new PersonValues(
        "Ada", "+15005550006", null, null, null, attributes, Map.of("amount", 7L));
  }

  /** A plug-in that names the attribute it sets. */
  static final class Score implements JourneyStep<Score.Settings> {

    record Settings(String into) {}

    @Override
    public String type() {
      return "score";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Collection<String> sets(Settings settings) {
      return List.of(settings.into());
    }

    @Override
    public StepResult run(Settings settings, StepContext context) {
      context.setAttribute(settings.into(), "1");
      return StepResult.next("scored");
    }
  }
}
