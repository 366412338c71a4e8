package dev.whatsway.store.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddresseeTest {

  private static final String GERMAN = "+493012345678";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # to                  | name            | others
          +44 20 7946 0958      | +442079460958   |
          ' +44 (0)20 7946 0958'| +442079460958   | +4402079460958
          442079460958          | +442079460958   | +49442079460958
          015112345678          | +4915112345678  | +015112345678 +49015112345678
          15112345678           | +4915112345678  | +15112345678 +4915112345678
          0044 20 7946 0958     | +442079460958   | +00442079460958
          ٤٤٢٠٧٩٤٦٠٩٥٨          | +442079460958   | +49442079460958
          """,
      delimiter = '|')
  void a_number_without_plus_may_be_two(String to, String name, String others) {
    Addressee addressee = Addressee.of(to, null, GERMAN);
    assertThat(addressee.number()).isTrue();
    assertThat(addressee.name()).isEqualTo(name);
    if (others != null) {
      for (String other : others.split(" ")) {
        assertThat(addressee.persons()).contains(other);
      }
    }
  }

  @Test
  void with_a_plus_it_is_one() {
    assertThat(Addressee.of("+4915112345678", null, "+12015550123").persons())
        .containsExactly("+4915112345678");
  }

  @Test
  void a_number_wins_over_a_bsuid_and_both_are_looked_up() {
    Addressee both = Addressee.of("+4915112345678", "DE.1a2b3c4d", GERMAN);
    assertThat(both.name()).isEqualTo("+4915112345678");
    assertThat(both.others()).containsExactly("DE.1a2b3c4d");
    Addressee alone = Addressee.of(null, "DE.1a2b3c4d", GERMAN);
    assertThat(alone.number()).isFalse();
    assertThat(alone.name()).isEqualTo("DE.1a2b3c4d");
    assertThat(alone.known("+4915112345678").persons())
        .containsExactly("+4915112345678", "DE.1a2b3c4d");
  }

  @ParameterizedTest
  @CsvSource({
    "'123'",
    "'Y2FwaV9ncm91cDoxOTUwNTU1MDA3OToxMjAzNjM0MDEwOTk'",
    "'1234567890123456789'"
  })
  void other_text_is_no_number(String to) {
    Addressee addressee = Addressee.of(to, null, GERMAN);
    assertThat(addressee.number()).isFalse();
    assertThat(addressee.name()).isEqualTo(to);
  }

  @Test
  void names_nobody_in_a_log() {
    assertThat(Addressee.of("+4915112345678", "DE.1a2b3c4d", GERMAN).toString())
        .doesNotContain("4915", "DE.");
  }
}
