package dev.whatsway.store.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Templates of every shape, and sends that do and do not fit them. */
public final class Shapes {

  private static final JsonNode FILE = read();

  /**
   * A template's shape.
   *
   * @param components as Meta lists them
   */
  public record Shape(String name, boolean named, JsonNode components) {

    /** Returns what is wrong with a send's components, in words. */
    public List<String> problems(@Nullable JsonNode given) {
      return ParameterShape.check(components, named, given).stream()
          .map(ShapeProblem::words)
          .toList();
    }
  }

  record Row(String what, Shape template, @Nullable JsonNode components, List<String> problems) {

    @Override
    public String toString() {
      return what;
    }
  }

  public static Map<String, Shape> all() {
    Map<String, Shape> shapes = new TreeMap<>();
    FILE.path("templates")
        .properties()
        .forEach(
            shape ->
                shapes.put(
                    shape.getKey(),
                    new Shape(
                        shape.getKey(),
                        shape.getValue().path("format").asString().equals("NAMED"),
                        shape.getValue().path("components"))));
    return shapes;
  }

  static List<Row> rows() {
    Map<String, Shape> shapes = all();
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : FILE.path("rows")) {
      List<String> problems = new ArrayList<>();
      row.path("problems").forEach(problem -> problems.add(problem.asString()));
      rows.add(
          new Row(
              row.path("what").asString(),
              Objects.requireNonNull(shapes.get(row.path("template").asString())),
              row.get("components"),
              problems));
    }
    return rows;
  }

  private static JsonNode read() {
    try (InputStream file = Shapes.class.getResourceAsStream("/templates/shapes.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Shapes() {}
}
