package dev.whatsway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongSetTest {

  @Test
  void every_hash_is_new_once_however_large_the_set_grows() {
    LongSet set = new LongSet();
    for (int round = 0; round < 2; round++) {
      for (long n = 0; n < 100_000; n++) {
        assertThat(set.add(Hash.mix(n * 31 + 7))).isEqualTo(round == 0);
      }
    }
  }

  @Test
  void a_hash_that_is_zero_is_kept_as_well() {
    LongSet set = new LongSet();

    assertThat(set.add(0)).isTrue();
    assertThat(set.add(0)).isFalse();
  }
}
