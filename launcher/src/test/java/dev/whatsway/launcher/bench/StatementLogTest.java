package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StatementLogTest {

  @Test
  void countsTheStatementsOfEachApplicationWithoutTransactionControl() {
    String log =
        """
        2026-11-25 02:40:00.000 UTC [1] LOG:  parameter "log_statement" changed to "all"
        <whatsway-workers> LOG:  execute <unnamed>: BEGIN
        <whatsway-workers> LOG:  execute <unnamed>: SELECT id
        	FROM messages
        <whatsway-api> LOG:  execute S_4: SELECT id FROM messages
        <whatsway-workers> LOG:  execute S_1: SELECT id FROM messages
        <whatsway-workers> LOG:  execute S_2: COMMIT
        <whatsway-api> LOG:  execute <unnamed>:\s
        <> LOG:  checkpoint starting: time
        <whatsway-api> ERROR:  duplicate key value violates unique constraint "k"
        <whatsway-api> STATEMENT:  INSERT INTO t VALUES ($1)
        <whatsway-bench> LOG:  statement: SELECT 1
        """;
    assertThat(StatementLog.read(log))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "whatsway-workers", Map.of("SELECT id FROM messages", 2L),
                "whatsway-api", Map.of("SELECT id FROM messages", 1L),
                "whatsway-bench", Map.of("SELECT 1", 1L)));
  }
}
