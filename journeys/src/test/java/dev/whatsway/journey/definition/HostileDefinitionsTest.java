package dev.whatsway.journey.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.setting.Problem;
import dev.whatsway.journey.step.CoreSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each is refused with a message that names the place. */
@Timeout(60)
class HostileDefinitionsTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final DefinitionCompiler compiler =
      new DefinitionCompiler(CoreSteps.ALL, new StandardTexts());

  static Stream<JsonNode> hostile() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/hostile-definitions.jsonl")).stream()
        .map(JSON::readTree);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void isRefusedByAMessageThatNamesThePlace(JsonNode hostile) {
    String text =
        hostile.has("text") ? hostile.get("text").asString() : hostile.get("definition").toString();
    List<Problem> problems = refused(text);
    assertThat(problems)
        .as(hostile.get("why").asString())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(hostile.get("path").asString());
              assertThat(problem.message()).contains(hostile.get("says").asString());
            })
        .allSatisfy(problem -> assertThat(problem.message()).hasSizeLessThan(1_000));
  }

  @Test
  void thereAreAHundredOfThemAtLeast() throws IOException {
    assertThat(hostile()).hasSizeGreaterThanOrEqualTo(100);
  }

  @Test
  void tenThousandSteps() {
    String steps =
        IntStream.range(0, 10_000)
            .mapToObj("{\"id\":\"s%d\",\"type\":\"exit\"}"::formatted)
            .collect(Collectors.joining(",", "{\"steps\":[", "]}"));
    assertThat(refused(steps)).extracting(Problem::path).containsExactly("");
    JsonNode parsedElsewhere = JSON.readTree(steps);
    assertThat(refused(compiler.compile(parsedElsewhere)).get(0).message())
        .contains("262,144 characters");
  }

  @Test
  void aHundredAndOneSteps() {
    String steps =
        IntStream.range(0, 101)
            .mapToObj("{\"id\":\"s%d\",\"type\":\"exit\"}"::formatted)
            .collect(Collectors.joining(",", "{\"steps\":[", "]}"));
    assertThat(refused(steps).get(0))
        .isEqualTo(new Problem("steps", "must be a list of 1 to 100 steps; there are 101."));
  }

  @Test
  void aConditionOfAMegabyte() {
    String source = "true || ".repeat(131_072) + "true";
    String text =
        "{\"steps\":[{\"id\":\"b\",\"type\":\"branch\",\"when\":\"%s\"}]}".formatted(source);
    assertThat(refused(text).get(0).message()).contains("262,144 characters");
    String shorter = text.replace(source, "true || ".repeat(20_000) + "true");
    assertThat(refused(shorter))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("steps[0].when");
              assertThat(problem.message()).contains("1 to 4,096 characters");
            });
  }

  @Test
  void tenThousandListsInEachOther() {
    String text = "[".repeat(10_000) + "]".repeat(10_000);
    assertThat(refused("{\"steps\":" + text + "}").get(0).message()).contains("at most 20 deep");
  }

  private List<Problem> refused(String definition) {
    return refused(compiler.compile(definition));
  }

  private static List<Problem> refused(Compiled compiled) {
    assertThat(compiled).isInstanceOf(Compiled.Refused.class);
    return ((Compiled.Refused) compiled).problems();
  }
}
