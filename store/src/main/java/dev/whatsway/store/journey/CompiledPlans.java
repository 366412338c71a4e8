package dev.whatsway.store.journey;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.JourneyKinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Plans ready to be followed, the latest ones kept: a plan never changes. */
@Repository
public class CompiledPlans {

  private static final int KEPT = 100;

  private final JourneyPlans plans;
  private final JourneyKinds kinds;
  private final Map<Key, JourneyPlan> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, JourneyPlan> eldest) {
          return size() > KEPT;
        }
      };

  private record Key(UUID accountId, String hash) {}

  public CompiledPlans(JourneyPlans plans, JourneyKinds kinds) {
    this.plans = plans;
    this.kinds = kinds;
  }

  /**
   * Returns an account's plan; empty where this process cannot read what was stored, such as
   * without a plug-in.
   *
   * @throws NoSuchElementException when the account has no plan of this hash
   */
  public Optional<JourneyPlan> find(UUID accountId, String hash) {
    Key key = new Key(accountId, hash);
    JourneyPlan plan = kept(key);
    if (plan == null) {
      String definition = plans.find(accountId, hash).orElseThrow();
      if (kinds.compiler().compile(definition) instanceof Compiled.Sound sound) {
        plan = sound.plan();
        keep(key, plan);
      }
    }
    return Optional.ofNullable(plan);
  }

  /**
   * Returns an account's plan, for whoever cannot do without.
   *
   * @throws IllegalStateException when this process cannot read it
   */
  public JourneyPlan get(UUID accountId, String hash) {
    return find(accountId, hash)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Plan " + hash + " cannot be read; is the code of one of its steps missing?"));
  }

  private synchronized @Nullable JourneyPlan kept(Key key) {
    return kept.get(key);
  }

  private synchronized void keep(Key key, JourneyPlan plan) {
    kept.put(key, plan);
  }
}
