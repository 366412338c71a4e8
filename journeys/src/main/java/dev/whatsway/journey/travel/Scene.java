package dev.whatsway.journey.travel;

import dev.whatsway.contract.journey.ConditionText;
import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.Visit;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.journey.condition.Facts;
import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.journey.time.RecipientZone;
import dev.whatsway.journey.time.Zones;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a step sees of one person: their facts, where they live, what ended their wait. */
public final class Scene implements StepContext {

  private final Visit visit;
  private final @Nullable Woken woken;
  private final String phone;
  private final Facts facts;
  private final Map<String, String> attributes;
  private final RecipientZone zone;
  private final Conditions conditions;
  private final BiConsumer<String, @Nullable String> store;

  /**
   * @param phone E.164 with its plus sign
   * @param facts with the journey's time as their {@code now}
   * @param campaignZone of who tells none
   * @param store stores an attribute; a null value removes it
   */
  public Scene(
      Visit visit,
      @Nullable Woken woken,
      String phone,
      Facts facts,
      ZoneId campaignZone,
      Conditions conditions,
      BiConsumer<String, @Nullable String> store) {
    this.visit = visit;
    this.woken = woken;
    this.phone = phone;
    this.facts = facts;
    this.attributes = new TreeMap<>(facts.attributes());
    this.zone =
        Zones.of(facts.contact().timezone(), phone, facts.contact().country(), campaignZone);
    this.conditions = conditions;
    this.store = store;
  }

  @Override
  public Visit visit() {
    return visit;
  }

  @Override
  public Instant now() {
    return facts.now();
  }

  @Override
  public @Nullable Woken woken() {
    return woken;
  }

  @Override
  public String phone() {
    return phone;
  }

  @Override
  public @Nullable String name() {
    return facts.contact().name();
  }

  @Override
  public @Nullable String country() {
    return facts.contact().country();
  }

  @Override
  public ZoneId zone() {
    return zone.zone();
  }

  @Override
  public String zoneSource() {
    return zone.explain();
  }

  @Override
  public Map<String, String> attributes() {
    return Map.copyOf(attributes);
  }

  @Override
  public void setAttribute(String name, @Nullable String value) {
    store.accept(name, value);
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  @Override
  public boolean holds(ConditionText condition) {
    return conditions.of(condition.source()).test(facts).matches();
  }

  @Override
  public @Nullable String fill(PlaceholderText text) {
    return Placeholders.fill(text.pattern(), values(), value -> value);
  }

  /** Anew each time: the step may have set an attribute just now. */
  private PersonValues values() {
    return new PersonValues(
        name(),
        phone,
        country(),
        facts.contact().locale(),
        facts.contact().timezone(),
        attributes,
        facts.event());
  }

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "Scene[" + visit.key() + "]";
  }
}
