package dev.whatsway.workers.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example campaigns of docs/journeys.md, each carried out to its end on the real tables. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(120)
class ExampleJourneysTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration AN_HOUR = Duration.ofHours(1);

  @Test
  void welcome() {
    try (JourneyRoad road =
        new JourneyRoad(example("welcome")).react("welcome", "clicked", AN_HOUR)) {
      UUID clicks = road.person(Scenario.phone(), null, Map.of());
      road.end(road.enters(clicks, Map.of()));
      assertThat(road.steps(clicks)).containsExactly("welcome", "thanks");
    }
    try (JourneyRoad road = new JourneyRoad(example("welcome"))) {
      UUID silent = road.person(Scenario.phone(), null, Map.of());
      road.end(road.enters(silent, Map.of()));
      assertThat(road.steps(silent)).hasSize(2).first().isEqualTo("welcome");
      assertThat(road.steps(silent).get(1)).startsWith("reminder_");
    }
    try (JourneyRoad road =
        new JourneyRoad(example("welcome")).react("welcome", "replied", AN_HOUR)) {
      UUID replies = road.person(Scenario.phone(), null, Map.of());
      road.end(road.enters(replies, Map.of()));
      assertThat(road.steps(replies)).containsExactly("welcome");
      assertThat(road.reason(replies)).isEqualTo("replied");
    }
  }

  @Test
  void abandonedCart() {
    try (JourneyRoad road = new JourneyRoad(example("abandoned-cart"))) {
      UUID buys = road.person(Scenario.phone(), null, Map.of());
      UUID forgets = road.person(Scenario.phone(), "Europe/Berlin", Map.of());
      WorkflowStub bought = road.enters(buys, Map.of());
      WorkflowStub forgotten = road.enters(forgets, Map.of());
      road.later(AN_HOUR.multipliedBy(3), () -> road.custom(buys, "order_placed"));
      road.end(bought);
      road.end(forgotten);

      assertThat(road.steps(buys)).containsExactly("nudge");
      assertThat(road.reason(buys)).isEqualTo("event:order_placed");
      assertThat(road.counter("journeys:goal")).isEqualTo(1);
      List<String> messages = road.messages(forgets, BERLIN);
      assertThat(messages).hasSize(2);
      assertThat(messages.get(1)).matches("voucher@.*T1[01]:..");
    }
  }

  @Test
  void winBack() {
    try (JourneyRoad road =
        new JourneyRoad(example("win-back")).react("miss_you", "read", AN_HOUR)) {
      UUID good = road.person(Scenario.phone(), null, Map.of("orders", "5"));
      UUID poor = road.person(Scenario.phone(), null, Map.of("orders", "1"));
      WorkflowStub goods = road.enters(good, Map.of());
      WorkflowStub poors = road.enters(poor, Map.of());
      road.end(goods);
      road.end(poors);

      assertThat(road.steps(good)).containsExactly("miss_you", "offer");
      assertThat(road.steps(poor)).isEmpty();
    }
    try (JourneyRoad road = new JourneyRoad(example("win-back"))) {
      UUID silent = road.person(Scenario.phone(), null, Map.of("orders", "5"));
      road.end(road.enters(silent, Map.of()));

      assertThat(road.steps(silent)).containsExactly("miss_you");
      assertThat(
              road.jdbc
                  .sql("SELECT attributes ->> 'win_back' FROM contacts WHERE id = ?")
                  .param(silent)
                  .query(String.class)
                  .single())
          .isEqualTo("unreached");
    }
  }

  @Test
  void eventReminder() {
    try (JourneyRoad road = new JourneyRoad(example("event-reminder"))) {
      LocalDate day = road.now().atZone(ZoneOffset.UTC).toLocalDate().plusDays(20);
      UUID berlin =
          road.person(
              Scenario.phone(),
              "Europe/Berlin",
              Map.of("event_date", day.toString(), "event_name", "Expo"));
      UUID nowhere = road.person(Scenario.phone(), "Europe/Berlin", Map.of());
      WorkflowStub there = road.enters(berlin, Map.of());
      WorkflowStub dateless = road.enters(nowhere, Map.of());
      road.end(there);
      road.end(dateless);

      assertThat(road.messages(berlin, BERLIN))
          .containsExactly("details@" + day.minusDays(3) + "T10:00", "today@" + day + "T08:00");
      assertThat(road.steps(nowhere)).isEmpty();
    }
  }

  @Test
  void birthday() {
    try (JourneyRoad road =
        new JourneyRoad(example("birthday")).endingAfter(Duration.ofDays(400))) {
      LocalDate next = road.now().atZone(ZoneOffset.UTC).toLocalDate().plusDays(40);
      UUID born =
          road.person(
              Scenario.phone(), "Asia/Kolkata", Map.of("birthday", next.withYear(1988).toString()));
      road.end(road.enters(born, Map.of()));

      List<String> messages = road.messages(born, ZoneId.of("Asia/Kolkata"));
      assertThat(messages).hasSize(1);
      assertThat(messages.get(0)).startsWith("congratulate@" + next + "T09:");
      assertThat(road.called).hasSize(1).first().asString().contains("customer=unknown");
      assertThat(road.reason(born)).isEqualTo("campaign-ended");
    }
  }

  @Test
  void priceDrop() {
    try (JourneyRoad road =
        new JourneyRoad(example("price-drop")).react("drop", "clicked", AN_HOUR)) {
      Map<UUID, WorkflowStub> journeys = new LinkedHashMap<>();
      for (int i = 0; i < 12; i++) {
        UUID person = road.person(Scenario.phone(), "America/Sao_Paulo", Map.of("product", "lamp"));
        journeys.put(person, road.enters(person, Map.of()));
      }
      journeys.values().forEach(road::end);
      int told = 0;
      for (UUID person : journeys.keySet()) {
        List<String> messages = road.messages(person, ZoneId.of("America/Sao_Paulo"));
        if (messages.isEmpty()) {
          continue;
        }
        told++;
        assertThat(messages.get(0)).matches("drop@.*T1[23]:..");
        assertThat(
                road.jdbc
                    .sql("SELECT attributes ->> 'interested_in' FROM contacts WHERE id = ?")
                    .param(person)
                    .query(String.class)
                    .single())
            .isEqualTo("lamp");
      }
      assertThat(told).isPositive();
      assertThat(road.counter("arm:holdout:told:entered")).isEqualTo(told);
      assertThat(road.counter("arm:holdout:control:entered")).isEqualTo(12 - told);
    }
  }

  private static String example(String name) {
    try {
      return Files.readString(Path.of("..", "examples", "journeys", name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
