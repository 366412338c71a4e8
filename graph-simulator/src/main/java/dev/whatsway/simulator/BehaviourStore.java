package dev.whatsway.simulator;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.node.ObjectNode;

/** Holds the behaviour in force and changes it at run time. */
final class BehaviourStore {
  private static final ObjectNode DEFAULTS = (ObjectNode) Json.resource("defaults.json");

  static final Behaviour.PhoneNumber UNNAMED_PHONE_NUMBER =
      Json.STRICT.treeToValue(DEFAULTS.get("phone_number"), Behaviour.PhoneNumber.class);

  private final ErrorCatalogue errors;
  private ObjectNode source;
  private volatile Behaviour current;

  BehaviourStore(ErrorCatalogue errors, ObjectNode source) {
    this.errors = errors;
    this.source = withoutNulls(source);
    this.current = parse(this.source);
  }

  static ObjectNode bundled() {
    return (ObjectNode) Json.resource("default-behaviour.json");
  }

  /** Reads a JSON object; throws {@link IllegalArgumentException} with the reason if it is none. */
  static ObjectNode read(String json) {
    try {
      if (Json.PLAIN.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("a behaviour must be a JSON object");
  }

  Behaviour current() {
    return current;
  }

  /** Returns the behaviour as it was set, without the defaults. */
  synchronized ObjectNode source() {
    return source.deepCopy();
  }

  synchronized void replace(ObjectNode replacement) {
    ObjectNode next = withoutNulls(replacement);
    current = parse(next);
    source = next;
  }

  synchronized void merge(ObjectNode patch) {
    replace(Json.merge(source.deepCopy(), patch));
  }

  private Behaviour parse(ObjectNode raw) {
    ObjectNode full = Json.merge(defaults("behaviour"), raw);
    fill(full, "recipients", "fate", Recipients::normalise);
    fill(full, "prefixes", "fate", Recipients::normalise);
    fill(full, "phone_numbers", "phone_number", UnaryOperator.identity());
    fill(full, "tokens", "token", UnaryOperator.identity());
    try {
      Behaviour behaviour = Json.STRICT.treeToValue(full, Behaviour.class);
      new BehaviourCheck(errors).check(behaviour);
      return behaviour;
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          "unknown field "
              + path(e)
              + "; known here: "
              + e.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", ")),
          e);
    } catch (DatabindException e) {
      throw new IllegalArgumentException(path(e) + ": " + e.getOriginalMessage(), e);
    }
  }

  private static void fill(
      ObjectNode full, String field, String kind, UnaryOperator<String> normalise) {
    if (!(full.get(field) instanceof ObjectNode given)) {
      throw new IllegalArgumentException(field + " must be an object");
    }
    ObjectNode filled = Json.object();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!(entry.getValue() instanceof ObjectNode value)) {
        throw new IllegalArgumentException(field + "." + entry.getKey() + " must be an object");
      }
      filled.set(normalise.apply(entry.getKey()), Json.merge(defaults(kind), value));
    }
    full.set(field, filled);
  }

  /** A null stands for the default, at any depth. */
  private static ObjectNode withoutNulls(ObjectNode given) {
    return Json.merge(Json.object(), given);
  }

  private static ObjectNode defaults(String kind) {
    return (ObjectNode) DEFAULTS.get(kind).deepCopy();
  }

  private static String path(DatabindException e) {
    return e.getPath().stream()
        .map(
            reference ->
                reference.getPropertyName() == null
                    ? String.valueOf(reference.getIndex())
                    : reference.getPropertyName())
        .collect(Collectors.joining("."));
  }
}
