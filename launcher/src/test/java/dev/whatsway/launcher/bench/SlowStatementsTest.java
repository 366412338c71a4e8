package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.bench.SlowStatements.Slow;
import org.junit.jupiter.api.Test;

class SlowStatementsTest {

  @Test
  void addsUpTheStatementsOfALog() {
    String log =
        """
        2026-11-25 02:40:00.000 UTC [1] LOG:  duration: 60.100 ms  execute <unnamed>: SELECT id
        	FROM messages
        2026-11-25 02:40:00.100 UTC [1] LOG:  duration: 75.500 ms  execute S_1: SELECT id
        	FROM messages
        2026-11-25 02:40:00.200 UTC [2] LOG:  checkpoint starting: time
        2026-11-25 02:40:00.300 UTC [3] LOG:  duration: 300.000 ms  statement: COMMIT
        """;
    assertThat(SlowStatements.read(log))
        .containsExactly(
            new Slow("COMMIT", 1, 300.0), new Slow("SELECT id FROM messages", 2, 75.5));
  }
}
