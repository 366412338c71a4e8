package dev.whatsway.journey.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.whatsway.journey.step.CoreSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema for editors and the reading of definitions agree. */
class PublishedSchemaTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(DefinitionSchema.of(CoreSteps.ALL).toString(), InputFormat.JSON);
  private final DefinitionCompiler compiler =
      new DefinitionCompiler(CoreSteps.ALL, new StandardTexts());

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../examples/journeys"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsSoundByBoth(Path example) throws IOException {
    String definition = Files.readString(example);
    assertThat(schema.validate(definition, InputFormat.JSON)).isEmpty();
    Compiled compiled = compiler.compile(definition);
    assertThat(compiled).as(compiled.toString()).isInstanceOf(Compiled.Sound.class);
  }

  @Test
  void thereAreSixExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void whatTheSchemaRefusesIsRefused() throws IOException {
    List<JsonNode> refused =
        HostileDefinitionsTest.hostile()
            .filter(hostile -> hostile.has("definition"))
            .filter(
                hostile ->
                    !schema
                        .validate(hostile.get("definition").toString(), InputFormat.JSON)
                        .isEmpty())
            .toList();
    // The rest needs to be known: where links lead, what conditions mean, what durations sum up to.
    assertThat(refused).hasSizeGreaterThan(60);
    assertThat(refused)
        .allSatisfy(
            hostile ->
                assertThat(compiler.compile(hostile.get("definition")))
                    .isInstanceOf(Compiled.Refused.class));
  }

  @Test
  void everyKindOfStepIsDescribed() {
    JsonNode published = JSON.readTree(DefinitionSchema.of(CoreSteps.ALL).toString());
    assertThat(published.at("/properties/steps/items/allOf").size())
        .isEqualTo(CoreSteps.ALL.size());
    assertThat(published.findValues("description")).hasSizeGreaterThan(40);
  }
}
