package dev.whatsway.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.audience.PhoneNumbers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrowdTest {

  @Test
  void everybody_has_a_valid_number_of_their_own_that_tells_their_kind() {
    Crowd crowd = new Crowd();
    Set<String> numbers = new HashSet<>();
    for (int campaign = 0; campaign < 3; campaign++) {
      List<String> lines = crowd.csv(200).lines().skip(1).toList();
      for (int index = 0; index < lines.size(); index++) {
        String number = lines.get(index).split(",")[0];
        assertThat(PhoneNumbers.e164(number, null)).contains(number);
        assertThat(Crowd.of(number.substring(1))).isEqualTo(Person.ofIndex(index));
        assertThat(number).containsPattern(Crowd.NUMBER);
        assertThat(numbers.add(number)).isTrue();
      }
    }
    assertThat(numbers).hasSize(600);
  }

  @Test
  void only_those_without_consent_say_so() {
    assertThat(new Crowd().csv(20).lines().filter(line -> line.endsWith(",false")))
        .hasSize(1)
        .allMatch(line -> line.startsWith("+" + Crowd.prefix(Person.NO_CONSENT)));
  }
}
