package dev.whatsway.journey.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final Instant START = Instant.parse("2026-12-01T09:00:00Z");
  private static final int SECONDS = 5_400;
  private static final Span WINDOW = new Span(START, START.plusSeconds(SECONDS));

  @Test
  void spreadsAHundredThousandPeopleEvenly() {
    int[] counts = new int[SECONDS];
    for (int person = 0; person < 100_000; person++) {
      counts[offset(place(person, START.minusSeconds(60)))]++;
    }
    assertThat(Arrays.stream(counts).sum()).isEqualTo(100_000);
    // 18.5 in the mean; of 5,400 draws of a Poisson distribution none is above 50.
    assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan(50);
    double expected = 100_000.0 / SECONDS;
    double chiSquare =
        Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    // 5,399 degrees of freedom: standard deviation 104; six of them either way.
    assertThat(chiSquare).isBetween(5_399 - 624.0, 5_399 + 624.0);
  }

  @Test
  void placesEachPersonTheSameInAnyRelease() {
    Instant early = START.minusSeconds(60);
    assertThat(offset(place(1, early))).isEqualTo(2_239);
    assertThat(offset(place(2, early))).isEqualTo(3_114);
  }

  @Test
  void eachIdMattersAndSoDoesWhereItEnds() {
    Instant early = START.minusSeconds(60);
    assertThat(
            List.of(
                Spread.place(List.of(WINDOW), new Spread.Key("a", "b", "c"), early),
                Spread.place(List.of(WINDOW), new Spread.Key("x", "b", "c"), early),
                Spread.place(List.of(WINDOW), new Spread.Key("a", "x", "c"), early),
                Spread.place(List.of(WINDOW), new Spread.Key("a", "b", "x"), early),
                Spread.place(List.of(WINDOW), new Spread.Key("ab", "", "c"), early)))
        .doesNotHaveDuplicates();
  }

  @Test
  void aPlaceDoesNotMoveUntilItComes() {
    for (int person = 0; person < 200; person++) {
      Instant place = place(person, START);
      for (Instant now = START; !now.isAfter(place); now = now.plusSeconds(97)) {
        assertThat(place(person, now)).isEqualTo(place);
      }
      assertThat(place(person, place)).isEqualTo(place);
    }
  }

  @Test
  void spreadsThoseWhoEnterLateOverWhatIsLeft() {
    Instant now = START.plusSeconds(4_500);
    int[] counts = new int[9];
    for (int person = 0; person < 9_000; person++) {
      Instant place = place(person, now);
      assertThat(place).isBetween(now, WINDOW.end().minusSeconds(1));
      counts[(offset(place) - 4_500) / 100]++;
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 850 && count < 1_150);
  }

  @Test
  void inTheLastInstantItIsNow() {
    Instant now = WINDOW.end().minusMillis(1);
    assertThat(place(1, now)).isEqualTo(now);
    assertThat(Spread.place(List.of(WINDOW), key(1), WINDOW.end())).isEmpty();
  }

  @Test
  void leavesHolesEmpty() {
    Span first = new Span(START, START.plusSeconds(10));
    Span second = new Span(START.plusSeconds(100), START.plusSeconds(110));
    int inFirst = 0;
    for (int person = 0; person < 2_000; person++) {
      Instant place = Spread.place(List.of(first, second), key(person), START).orElseThrow();
      assertThat(first.contains(place) || second.contains(place)).isTrue();
      inFirst += first.contains(place) ? 1 : 0;
    }
    assertThat(inFirst).isBetween(850, 1_150);
  }

  @Test
  void anExactTimeIsThat() {
    Span exact = new Span(START, START);
    assertThat(Spread.place(List.of(exact), key(1), START.minusSeconds(9))).contains(START);
    assertThat(Spread.place(List.of(), key(1), START)).isEqualTo(Optional.empty());
  }

  private static Instant place(int person, Instant now) {
    return Spread.place(List.of(WINDOW), key(person), now).orElseThrow();
  }

  private static Spread.Key key(int person) {
    return new Spread.Key("campaign", "step", Integer.toString(person));
  }

  private static int offset(Instant place) {
    assertThat(place.getNano()).isZero();
    return (int) (place.getEpochSecond() - START.getEpochSecond());
  }
}
