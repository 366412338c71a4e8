package dev.whatsway.journey.definition;

import dev.whatsway.contract.journey.ConditionText;
import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.journey.setting.Names;
import dev.whatsway.journey.setting.Problems;
import dev.whatsway.journey.setting.SettingWalk;
import dev.whatsway.journey.setting.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads definitions and checks all of what can be known before anybody enters. */
public final class DefinitionCompiler {

  static final int MOST_STEPS = 100;
  private static final Settings<Outline> OUTLINE = new Settings<>(Outline.class);
  private static final Set<String> OF_STEP = Set.of("id", "type", "next");

  private final Map<String, StepKind<?>> kinds = new TreeMap<>();
  private final TextChecks texts;

  /**
   * @throws IllegalArgumentException when two kinds have the same name
   */
  public DefinitionCompiler(List<StepKind<?>> kinds, TextChecks texts) {
    this.texts = texts;
    for (StepKind<?> kind : kinds) {
      if (this.kinds.put(kind.type(), kind) != null) {
        throw new IllegalArgumentException("Two kinds of step are called " + kind.type() + ".");
      }
    }
  }

  /** Compiles a definition as it was sent. */
  public Compiled compile(String definition) {
    try {
      return compile(DefinitionJson.read(definition));
    } catch (JacksonException e) {
      Problems problems = new Problems();
      problems.add("", DefinitionJson.explain(e));
      return new Compiled.Refused(problems.all());
    }
  }

  /** Compiles a definition that is part of another document. */
  public Compiled compile(JsonNode definition) {
    Problems problems = new Problems();
    String unfit = DefinitionJson.unfit(definition);
    if (unfit != null) {
      problems.add("", unfit);
      return new Compiled.Refused(problems.all());
    }
    Outline outline = OUTLINE.read(definition, "", Set.of("steps"), problems);
    Map<String, PlannedStep> steps = steps(definition.get("steps"), problems);
    if (problems.none()) {
      new Flow(kinds, steps).check(problems);
      checkOutline(Objects.requireNonNull(outline), steps, problems);
      checkMessages(outline, steps, problems);
    }
    return problems.none()
        ? new Compiled.Sound(plan(definition, Objects.requireNonNull(outline), steps))
        : new Compiled.Refused(problems.all());
  }

  private Map<String, PlannedStep> steps(@Nullable JsonNode list, Problems problems) {
    Map<String, PlannedStep> steps = new LinkedHashMap<>();
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > MOST_STEPS) {
      problems.add(
          "steps",
          "must be a list of 1 to %d steps%s"
              .formatted(
                  MOST_STEPS,
                  list != null && list.isArray() ? "; there are " + list.size() + "." : "."));
      return steps;
    }
    for (int i = 0; i < list.size(); i++) {
      PlannedStep step = step(list, i, problems);
      if (step != null && steps.put(step.id(), step) != null) {
        problems.add(at(i) + ".id", "is there twice: " + step.id() + ".");
      }
    }
    return steps;
  }

  private @Nullable PlannedStep step(JsonNode list, int i, Problems problems) {
    JsonNode step = list.get(i);
    if (!step.isObject()) {
      problems.wrong(at(i), "an object with id and type", step);
      return null;
    }
    String id = id(step, at(i), problems);
    StepKind<?> kind = kind(step, at(i), problems);
    String next = next(list, i, problems);
    Record settings = kind == null ? null : kind.read(step, at(i), OF_STEP, problems);
    if (id == null || kind == null || settings == null) {
      return null;
    }
    checkTexts(settings, at(i), problems);
    return new PlannedStep(id, kind.type(), settings, next, kind.sets(settings));
  }

  private static @Nullable String id(JsonNode step, String path, Problems problems) {
    JsonNode id = step.path("id");
    if (!id.isString()
        || !id.asString().matches(Names.STEP)
        || id.asString().equals(StepRef.EXIT)) {
      problems.wrong(
          path + ".id", "of lower-case letters, digits, _ and -, at most 64, and not exit", id);
      return null;
    }
    return id.asString();
  }

  private @Nullable StepKind<?> kind(JsonNode step, String path, Problems problems) {
    JsonNode type = step.path("type");
    StepKind<?> kind = type.isString() ? kinds.get(type.asString()) : null;
    if (kind == null) {
      problems.wrong(path + ".type", "one of " + String.join(", ", kinds.keySet()), type);
    }
    return kind;
  }

  private static String next(JsonNode list, int i, Problems problems) {
    JsonNode next = list.get(i).path("next");
    if (next.isMissingNode()) {
      JsonNode following = list.path(i + 1).path("id");
      return following.isString() ? following.asString() : StepRef.EXIT;
    }
    if (!next.isString()) {
      problems.wrong(at(i) + ".next", "the id of a step, or exit", next);
    }
    return next.asString("");
  }

  private void checkTexts(Record settings, String path, Problems problems) {
    for (var found : SettingWalk.find(settings, path, ConditionText.class)) {
      tell(found.path(), texts.condition(found.value().source()), problems);
    }
    for (var found : SettingWalk.find(settings, path, PlaceholderText.class)) {
      tell(found.path(), texts.placeholders(found.value().pattern()), problems);
    }
  }

  private void checkOutline(Outline outline, Map<String, PlannedStep> steps, Problems problems) {
    checkTexts(outline, "", problems);
    Flow.checkSendRefs(outline, "", steps, problems);
    List<ExitRule> rules = outline.exitRules() == null ? List.of() : outline.exitRules();
    for (int i = 0; i < rules.size(); i++) {
      tell("exit_rules[" + i + "]", rules.get(i).problem(), problems);
    }
  }

  /** A condition on a message that never comes would never hold, and nobody would know why. */
  private void checkMessages(Outline outline, Map<String, PlannedStep> steps, Problems problems) {
    Entry entry = outline.entry();
    if (entry != null
        && entry.when() != null
        && !texts.messagesOf(entry.when().source()).isEmpty()) {
      problems.add("entry.when", "must not name messages: who would enter has none yet.");
    }
    List<ExitRule> rules = outline.exitRules() == null ? List.of() : outline.exitRules();
    for (int i = 0; i < rules.size(); i++) {
      checkMessages(rules.get(i), "exit_rules[" + i + "]", steps, problems);
    }
    int i = 0;
    for (PlannedStep step : steps.values()) {
      checkMessages(step.settings(), at(i++), steps, problems);
    }
  }

  private void checkMessages(
      Record settings, String path, Map<String, PlannedStep> steps, Problems problems) {
    for (var found : SettingWalk.find(settings, path, ConditionText.class)) {
      for (String name : texts.messagesOf(found.value().source())) {
        tell(
            found.path(),
            Flow.notSending("may name in messages only send steps", name, steps),
            problems);
      }
    }
  }

  private static void tell(String path, @Nullable String wrong, Problems problems) {
    if (wrong != null) {
      problems.add(path, wrong);
    }
  }

  private static JourneyPlan plan(
      JsonNode definition, Outline outline, Map<String, PlannedStep> steps) {
    String json = DefinitionJson.canonical((ObjectNode) definition);
    return new JourneyPlan(
        DefinitionJson.hash(json),
        json,
        steps.keySet().iterator().next(),
        Collections.unmodifiableMap(steps),
        outline.entry(),
        outline.reentry() == null ? new Reentry(Reentry.Policy.NEVER, null) : outline.reentry(),
        outline.exitRules() == null ? List.of() : outline.exitRules(),
        outline.caps());
  }

  static String at(int i) {
    return "steps[" + i + "]";
  }
}
