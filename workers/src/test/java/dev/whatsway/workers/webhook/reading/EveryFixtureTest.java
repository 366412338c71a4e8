package dev.whatsway.workers.webhook.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.whatsway.workers.webhook.fact.Unknown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for all webhooks. */
class EveryFixtureTest {

  private static final JsonMapper JSON = new JsonMapper();

  /** What no field expects. */
  private static final List<String> ODDITIES =
      Stream.of(
              "null",
              "true",
              "7",
              "-1",
              "1e308",
              "99999999999999999999",
              "\"\"",
              "\"\\u0000\"",
              "\"\\ud800\"",
              "\"text\"",
              "[]",
              "{}",
              "[null]",
              "[[{}]]",
              "{\"id\":{}}")
          .toList();

  @Test
  void each_file_is_expected_to_be_something() {
    assertThat(
            Stream.of(
                    StatusFixturesTest.EXPECTED,
                    InboundFixturesTest.EXPECTED,
                    AccountFixturesTest.EXPECTED)
                .flatMap(expected -> expected.keySet().stream())
                .sorted()
                .toList())
        .isEqualTo(Fixtures.names());
  }

  @Test
  void no_field_that_is_missing_or_of_another_type_is_an_error() {
    int[] tried = new int[1];
    for (String name : Fixtures.names()) {
      JsonNode whole = JSON.readTree(Fixtures.body(name));
      for (List<Object> path : paths(whole)) {
        read(without(whole.deepCopy(), path), name + path + " missing");
        tried[0]++;
        for (String oddity : ODDITIES) {
          read(replaced(whole.deepCopy(), path, JSON.readTree(oddity)), name + path + oddity);
          tried[0]++;
        }
      }
    }
    assertThat(tried[0]).isGreaterThan(10_000);
    System.out.println("Webhooks with a field missing or of another type, all read: " + tried[0]);
  }

  @Test
  void what_is_deeper_or_longer_than_expected_is_no_error() {
    String deep = "[".repeat(400) + "]".repeat(400);
    String wide =
        "{\"object\":\"x\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"f\",\"value\":%s}]}]}";
    assertThat(Fixtures.facts(wide.formatted(deep).getBytes(StandardCharsets.UTF_8)))
        .containsExactly(new Unknown("field:f"));
    assertThat(
            Fixtures.facts(
                wide.formatted("\"" + "x".repeat(1_000_000) + "\"")
                    .getBytes(StandardCharsets.UTF_8)))
        .containsExactly(new Unknown("field:f"));
  }

  private static void read(JsonNode body, String what) {
    assertThatCode(
            () -> Fixtures.facts(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8)))
        .as(what)
        .doesNotThrowAnyException();
  }

  private static List<List<Object>> paths(JsonNode root) {
    List<List<Object>> paths = new ArrayList<>();
    collect(root, List.of(), paths::add);
    return paths;
  }

  private static void collect(JsonNode node, List<Object> path, Consumer<List<Object>> found) {
    if (!path.isEmpty()) {
      found.accept(path);
    }
    if (node instanceof ObjectNode object) {
      object.propertyNames().forEach(name -> collect(node.path(name), with(path, name), found));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), with(path, i), found);
      }
    }
  }

  private static List<Object> with(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private static JsonNode without(JsonNode root, List<Object> path) {
    JsonNode parent = parent(root, path);
    Object last = path.get(path.size() - 1);
    if (parent instanceof ObjectNode object) {
      object.remove((String) last);
    } else {
      ((ArrayNode) parent).remove((Integer) last);
    }
    return root;
  }

  private static JsonNode replaced(JsonNode root, List<Object> path, JsonNode value) {
    JsonNode parent = parent(root, path);
    Object last = path.get(path.size() - 1);
    if (parent instanceof ObjectNode object) {
      object.set((String) last, value);
    } else {
      ((ArrayNode) parent).set((Integer) last, value);
    }
    return root;
  }

  private static JsonNode parent(JsonNode root, List<Object> path) {
    JsonNode parent = root;
    for (Object step : path.subList(0, path.size() - 1)) {
      parent = step instanceof String name ? parent.path(name) : parent.get((Integer) step);
    }
    return parent;
  }
}
