package dev.whatsway.journey.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/conditions.md} shows can be stored as it stands there. */
class ManualTest {

  private static final Path MANUAL = Path.of("..", "docs", "conditions.md");

  @Test
  void every_example_for_segments_compiles_for_a_segment() throws IOException {
    assertThat(examples("cel")).hasSizeGreaterThan(10).allSatisfy(s -> compiles(s, Scope.SEGMENT));
  }

  @Test
  void every_example_for_journeys_compiles_for_a_journey_alone() throws IOException {
    assertThat(examples("journey"))
        .isNotEmpty()
        .allSatisfy(s -> compiles(s, Scope.JOURNEY))
        .allSatisfy(
            s ->
                assertThat(Condition.compile(s, Scope.SEGMENT))
                    .isInstanceOf(Compilation.Refused.class));
  }

  @Test
  void every_field_is_in_the_manual() throws IOException {
    String manual = Files.readString(MANUAL);
    for (String struct : List.of("contact", "consent")) {
      assertThat(Language.fields(struct)).allMatch(f -> manual.contains(struct + "." + f));
    }
    assertThat(Language.fields("message")).allMatch(f -> manual.contains("`" + f + "`"));
  }

  private static void compiles(String source, Scope scope) {
    assertThat(Condition.compile(source, scope))
        .as(source)
        .isInstanceOf(Compilation.Compiled.class);
  }

  private static List<String> examples(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(MANUAL));
    return block.results().flatMap(found -> Stream.of(found.group(1).split("\n"))).toList();
  }
}
