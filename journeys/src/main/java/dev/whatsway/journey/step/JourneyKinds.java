package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.journey.definition.DefinitionCompiler;
import dev.whatsway.journey.definition.DefinitionSchema;
import dev.whatsway.journey.definition.StandardTexts;
import dev.whatsway.journey.definition.StepKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * All kinds of steps there are here: those that come with WhatsWay and the plug-ins on the class
 * path. Whoever reads or describes definitions begins here, so that api and workers agree.
 */
public final class JourneyKinds {

  private final List<StepKind<?>> all;
  private final DefinitionCompiler compiler;

  /**
   * @param steps the steps that were found; one with the name of a core kind implements that kind
   * @throws IllegalArgumentException when two plug-ins have the same name
   */
  public JourneyKinds(Collection<? extends JourneyStep<?>> steps) {
    Set<String> core = CoreSteps.ALL.stream().map(StepKind::type).collect(Collectors.toSet());
    List<StepKind<?>> kinds = new ArrayList<>(CoreSteps.ALL);
    for (JourneyStep<?> step : steps) {
      if (!core.contains(step.type())) {
        kinds.add(StepKind.of(step));
      }
    }
    this.all = List.copyOf(kinds);
    this.compiler = new DefinitionCompiler(all, new StandardTexts());
  }

  /** Returns what compiles definitions of these kinds. */
  public DefinitionCompiler compiler() {
    return compiler;
  }

  /** Returns the JSON Schema of definitions of these kinds. */
  public ObjectNode schema() {
    return DefinitionSchema.of(all);
  }
}
