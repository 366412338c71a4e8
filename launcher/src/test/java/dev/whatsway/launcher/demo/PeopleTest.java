package dev.whatsway.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.audience.PhoneNumbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeopleTest {

  @Test
  void made_up_people_have_valid_numbers_and_are_all_different() throws IOException {
    Set<String> numbers = new HashSet<>();
    List<String> lines = lines(new SyntheticPeople(0, 2_000));

    assertThat(lines.get(0)).isEqualTo("phone,name,country,opt_in,opt_in_source");
    for (String line : lines.subList(1, lines.size())) {
      String number = line.split(",")[0];
      assertThat(PhoneNumbers.e164(number, null)).contains(number);
      numbers.add(number);
    }
    assertThat(numbers).hasSize(2_000);
  }

  @Test
  void two_audiences_share_nobody() throws IOException {
    List<String> all = lines(new SyntheticPeople(0, 20));
    List<String> second = lines(new SyntheticPeople(7, 13));

    assertThat(second.subList(1, 14)).isEqualTo(all.subList(8, 21));
  }

  @Test
  void reading_in_small_pieces_gives_the_same() throws IOException {
    byte[] whole = new SyntheticPeople(0, 50).readAllBytes();
    SyntheticPeople pieces = new SyntheticPeople(0, 50);
    byte[] piece = new byte[7];
    int at = 0;
    int read;
    while ((read = pieces.read(piece, 0, piece.length)) >= 0) {
      for (int i = 0; i < read; i++) {
        assertThat(piece[i]).isEqualTo(whole[at++]);
      }
    }
    assertThat(at).isEqualTo(whole.length);
  }

  @Test
  void the_sample_has_200_good_people_of_12_countries_and_some_bad_rows() throws IOException {
    Set<String> numbers = new HashSet<>();
    Set<String> countries = new HashSet<>();
    long refused = 0;
    List<String> lines = lines(People.Sample.open());
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      boolean good =
          fields[0].matches("\\+[0-9]+")
              && PhoneNumbers.e164(fields[0], null).isPresent()
              && ZoneId.getAvailableZoneIds().contains(fields[3])
              && fields[5].matches("true|false")
              && (fields[6].isEmpty() || fields[6].endsWith("Z"))
              && numbers.add(fields[0]);
      if (good) {
        countries.add(fields[2]);
        refused += fields[5].equals("false") ? 1 : 0;
      }
    }
    assertThat(numbers).hasSize(200);
    assertThat(countries).hasSize(12).contains("US");
    assertThat(lines.size() - 1 - 200).isEqualTo(9);
    assertThat(refused).isEqualTo(5);
  }

  private static List<String> lines(InputStream csv) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
