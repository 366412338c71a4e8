package dev.whatsway.store.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {

  private static final String GERMANY = "+4915112345678";
  private static final Instant SEPTEMBER = Instant.parse("2026-09-30T23:59:59Z");
  private static final Instant OCTOBER = Instant.parse("2026-10-01T00:00:00Z");

  private final Rates rates =
      file(
          "2026-01-01,DE AT,marketing,EUR,0.1131",
          "2026-10-01,DE AT,marketing,EUR,0.12",
          "2026-01-01,DE,authentication_international,EUR,0.0700",
          "2026-01-01,*,marketing,USD,0.0500",
          "2026-01-01,*,service,USD,0");

  @Test
  void a_regular_message_costs_the_rate_of_its_country_on_the_day_of_its_delivery() {
    assertThat(cost(GERMANY, "marketing", "regular", true, SEPTEMBER))
        .isEqualTo(new Cost(new BigDecimal("0.1131"), "EUR", null));
    assertThat(cost(GERMANY, "marketing", "regular", true, OCTOBER))
        .isEqualTo(new Cost(new BigDecimal("0.1200"), "EUR", null));
    assertThat(cost("+34600000000", "marketing", "regular", null, OCTOBER))
        .isEqualTo(new Cost(new BigDecimal("0.0500"), "USD", null));
  }

  @Test
  void marketing_lite_costs_what_marketing_does_unless_it_has_a_rate_of_its_own() {
    assertThat(cost(GERMANY, "marketing_lite", "regular", true, OCTOBER).amount())
        .isEqualByComparingTo("0.12");
    Rates own = file("2026-01-01,*,marketing,EUR,0.12", "2026-01-01,*,marketing_lite,EUR,0.11");
    assertThat(own.of(new Charge(GERMANY, "marketing_lite", "regular", true, OCTOBER)))
        .hasValueSatisfying(cost -> assertThat(cost.amount()).isEqualByComparingTo("0.11"));
  }

  @Test
  void both_spellings_of_authentication_international_find_its_rate() {
    for (String word : List.of("authentication-international", "authentication_international")) {
      assertThat(cost(GERMANY, word, "regular", true, OCTOBER).amount())
          .isEqualByComparingTo("0.07");
    }
  }

  @ParameterizedTest
  @CsvSource({"free_customer_service, ", "free_entry_point, true", "regular, false"})
  void what_is_free_costs_nothing_and_says_what_it_saved(String type, @Nullable Boolean billable) {
    assertThat(cost(GERMANY, "marketing", type, billable, OCTOBER))
        .isEqualTo(new Cost(BigDecimal.ZERO, "EUR", new BigDecimal("0.1200")));
  }

  @Test
  void a_cost_that_no_rate_says_is_not_known_rather_than_nothing() {
    assertThat(find(GERMANY, "utility", "regular", true, OCTOBER)).isNull();
    assertThat(find(GERMANY, "marketing", "something_new", true, OCTOBER)).isNull();
    assertThat(find(GERMANY, "marketing", null, null, OCTOBER)).isNull();
    assertThat(find(GERMANY, "marketing", "regular", true, Instant.parse("2025-12-31T00:00:00Z")))
        .isNull();
    assertThat(Rates.none().of(new Charge(GERMANY, "marketing", "regular", true, OCTOBER)))
        .isEmpty();
  }

  @Test
  void a_free_message_without_a_rate_costs_nothing_in_no_currency() {
    assertThat(cost(GERMANY, "utility", "free_customer_service", true, OCTOBER))
        .isEqualTo(new Cost(BigDecimal.ZERO, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-13-01,DE,marketing,EUR,0.1|effective_from",
        "2026-01-01,D,marketing,EUR,0.1|ISO 3166",
        "2026-01-01,DE,Marketing!,EUR,0.1|category",
        "2026-01-01,DE,marketing,€,0.1|ISO 4217",
        "2026-01-01,DE,marketing,EUR,0.12345|four places",
        "2026-01-01,DE,marketing,EUR,-1|decimal",
        "2026-01-01,DE DE,marketing,EUR,0.1|already",
        "2026-01-01,DE,marketing,0.1|five cells"
      })
  void a_line_that_is_wrong_is_named_and_says_what_would_be_right(String line, String says) {
    assertThatThrownBy(() -> file(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("my-rates.csv, line 2", says);
  }

  @Test
  void the_example_that_is_shipped_can_be_read_and_cannot_be_taken_for_real() throws IOException {
    try (var file = Objects.requireNonNull(getClass().getResourceAsStream("/rates/example.csv"))) {
      List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines.get(0)).contains("EXAMPLE", "NOT Meta's");
      Charge charge = new Charge(GERMANY, "marketing", "regular", true, OCTOBER);
      assertThat(RateFile.read("example", lines).of(charge))
          .hasValueSatisfying(cost -> assertThat(cost.currency()).isEqualTo("XTS"));
    }
  }

  private static Rates file(String... lines) {
    return RateFile.read(
        "my-rates.csv",
        Stream.concat(
                Stream.of("effective_from,countries,category,currency,amount"), Stream.of(lines))
            .toList());
  }

  private Cost cost(
      String to, String category, @Nullable String type, @Nullable Boolean billable, Instant at) {
    return Objects.requireNonNull(find(to, category, type, billable, at));
  }

  private @Nullable Cost find(
      String to, String category, @Nullable String type, @Nullable Boolean billable, Instant at) {
    return rates.of(new Charge(to, category, type, billable, at)).orElse(null);
  }
}
