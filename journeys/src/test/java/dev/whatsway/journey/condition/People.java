package dev.whatsway.journey.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;

/** Somebody to test conditions on. */
final class People {

  static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  /** Ana from Spain with a Portuguese number, who opted in and has no zone stored. */
  static final Facts ANA =
      new Facts(
          new Facts.Person("Ana", "ES", "PT", "es_ES", null, Instant.parse("2026-01-15T12:00:00Z")),
          Map.of(
              "city", "Sevilla",
              "orders", "3",
              "spent", " 120.50 ",
              "birthday", "1990-05-01",
              "last_order_at", "2026-11-20T10:00:00+01:00",
              "vip", "true",
              "first order", "book",
              "word", "abc"),
          new Facts.Consent(true, false, Instant.parse("2026-02-01T00:00:00Z"), "web form", null),
          NOW,
          Map.of("welcome", new Facts.Message("read", true, true, false, false)),
          Map.of("name", "purchase", "amount", 42L));

  static Condition condition(String source) {
    return condition(source, Scope.JOURNEY);
  }

  static Condition condition(String source, Scope scope) {
    Compilation compilation = Condition.compile(source, scope);
    assertThat(compilation).as(source).isInstanceOf(Compilation.Compiled.class);
    return ((Compilation.Compiled) compilation).condition();
  }

  private People() {}
}
