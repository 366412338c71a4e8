package dev.whatsway.journey.setting;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of one kind of step.
 *
 * @param <C> the record that holds them
 */
public final class Settings<C extends Record> {

  private final Class<C> record;
  private final RecordType type;

  /**
   * @throws IllegalArgumentException when a component is of a type that no setting may have
   */
  public Settings(Class<C> record) {
    this.record = record;
    this.type = new RecordType(record);
  }

  /**
   * Reads them.
   *
   * @param others fields of the same object that somebody else reads
   * @return null when {@code problems} says what is wrong
   */
  public @Nullable C read(JsonNode object, String path, Set<String> others, Problems problems) {
    Object read = type.read(object, path, others, problems);
    return read == null ? null : record.cast(read);
  }

  /** Returns their JSON Schema. */
  public ObjectNode schema() {
    return type.schema();
  }
}
