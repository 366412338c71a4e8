package dev.whatsway.workers.dryrun;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.DefinitionCompiler;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.StandardTexts;
import dev.whatsway.journey.step.CoreSteps;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.cost.Rates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** People and plans to try out. */
final class DryPeople {

  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  static List<Contact> many(int count, Map<String, String> attributes) {
    return IntStream.range(0, count)
        .mapToObj(i -> one("+4915112" + String.format("%06d", i), null, attributes))
        .toList();
  }

  static Contact one(String phone, @Nullable String timezone, Map<String, String> attributes) {
    return new Contact(
        UUID.nameUUIDFromBytes(phone.getBytes(StandardCharsets.UTF_8)),
        phone,
        "Ada",
        null,
        timezone,
        null,
        attributes,
        START.minus(Duration.ofDays(9)),
        "test",
        null,
        START.minus(Duration.ofDays(9)),
        START.minus(Duration.ofDays(9)));
  }

  static JourneyPlan example(String name) {
    try {
      return plan(Files.readString(Path.of("..", "examples", "journeys", name + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JourneyPlan plan(String definition) {
    Compiled compiled =
        new DefinitionCompiler(CoreSteps.ALL, new StandardTexts()).compile(definition);
    if (compiled instanceof Compiled.Sound sound) {
      return sound.plan();
    }
    throw new IllegalArgumentException(compiled.toString());
  }

  static DryOutcome run(JourneyPlan plan, List<Contact> people, DryRates rates, Duration length) {
    return run(plan, people, rates, START, length);
  }

  static DryOutcome run(
      JourneyPlan plan, List<Contact> people, DryRates rates, Instant start, Duration length) {
    DrySetting setting =
        new DrySetting(
            plan,
            people,
            ZoneId.of("Europe/Berlin"),
            "MARKETING",
            contact -> QuietRules.NONE,
            DryCaps.NONE,
            rates,
            Rates.none(),
            start,
            length);
    return new DryRun(setting, List.of(), DryRun.LONGEST).run();
  }

  private DryPeople() {}
}
