package dev.whatsway.workers.journey;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.DefinitionCompiler;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.store.journey.JourneyPlans;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Plans in use, compiled once a process: what a hash names never changes. */
@Component
public class Plans {

  /** More than an installation has in use; beyond it all are compiled anew. */
  private static final int MOST = 1_000;

  private final JourneyPlans stored;
  private final DefinitionCompiler compiler;
  private final Map<Key, InUse> inUse = new ConcurrentHashMap<>();

  public Plans(JourneyPlans stored, DefinitionCompiler compiler) {
    this.stored = stored;
    this.compiler = compiler;
  }

  /** A plan with its conditions. */
  public record InUse(JourneyPlan plan, Conditions conditions) {}

  private record Key(UUID accountId, String hash) {}

  /**
   * @throws IllegalStateException when there is none, or this version cannot read it, for example
   *     for want of a plug-in
   */
  public InUse get(UUID accountId, String hash) {
    if (inUse.size() > MOST) {
      inUse.clear();
    }
    return inUse.computeIfAbsent(new Key(accountId, hash), this::compile);
  }

  private InUse compile(Key key) {
    String definition =
        stored
            .find(key.accountId(), key.hash())
            .orElseThrow(() -> new IllegalStateException("No plan " + key.hash() + " is stored."));
    if (compiler.compile(definition) instanceof Compiled.Sound sound) {
      return new InUse(sound.plan(), new Conditions());
    }
    throw new IllegalStateException(
        "Plan " + key.hash() + " cannot be read; is the code of one of its steps missing?");
  }
}
