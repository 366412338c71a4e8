package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.bench.Comparison.Round;
import dev.whatsway.launcher.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchReportTest {

  @TempDir Path temp;

  private final BenchReport report = new BenchReport("dev");

  @Test
  void it_ends_with_all_goals_beneath_each_other() {
    report.add(BenchCase.BULK, comparison("bulk", 1.2), Map.of());
    report.add(BenchCase.WORKFLOW, comparison("workflow", 1.3), Map.of());

    assertThat(printed())
        .endsWith(
            """
              case      ours              peer              ratio  goal           reached
              bulk      125.0 messages/s  100.0 messages/s  1.25   at least 1.20  yes
              workflow  125.0 messages/s  100.0 messages/s  1.25   at least 1.30  no
            """);
  }

  @Test
  void the_versions_of_all_cases_are_told_together() throws IOException {
    report.add(BenchCase.BULK, comparison("bulk", 1.2), Map.of("redis-server", "7.0.15"));
    report.add(BenchCase.WORKFLOW, comparison("workflow", 1.3), Map.of("temporal", "1.29.1"));
    Path file = temp.resolve("report.json");

    report.write(file);

    JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
    assertThat(json.path("versions").path("redis-server").asString()).isEqualTo("7.0.15");
    assertThat(json.path("versions").path("temporal").asString()).isEqualTo("1.29.1");
    assertThat(json.path("cases").path("bulk").path("reached").asBoolean()).isTrue();
  }

  @Test
  void a_version_is_the_number_behind_the_v() {
    assertThat(Versions.number("Redis server v=7.0.15 sha=00000000:0")).isEqualTo("7.0.15");
    assertThat(Versions.number("v20.20.2\n")).isEqualTo("20.20.2");
    assertThat(Versions.number("")).isEqualTo("not told");
  }

  private String printed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.print(new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Comparison comparison(String name, double goal) {
    return new Comparison(
        name, "ours", "peer", "messages/s", goal, List.of(new Round(125, 100, Map.of())));
  }
}
