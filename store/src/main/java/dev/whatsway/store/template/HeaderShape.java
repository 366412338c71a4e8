package dev.whatsway.store.template;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What goes into a header. */
sealed interface HeaderShape {

  /** No header, or one that is the same for everybody. */
  record Fixed() implements HeaderShape {}

  /**
   * A text with variables.
   *
   * @param names in their order
   */
  record Text(List<String> names) implements HeaderShape {}

  /**
   * A file, by the id of an upload or by a link.
   *
   * @param type {@code image}, {@code video}, {@code document} or {@code gif}
   */
  record Media(String type) implements HeaderShape {}

  /**
   * An object all of whose fields are needed.
   *
   * @param type {@code location} or {@code product}
   */
  record Fields(String type, List<String> fields) implements HeaderShape {}

  /** A format that is newer than this code: nothing is asked of it. */
  record Unknown() implements HeaderShape {}

  Set<String> MEDIA = Set.of("image", "video", "document", "gif");
  List<String> LOCATION = List.of("latitude", "longitude", "name", "address");
  List<String> PRODUCT = List.of("product_retailer_id", "catalog_id");

  /**
   * Reads a template's component.
   *
   * @param header as Meta lists it; missing where the template has none
   */
  static HeaderShape of(JsonNode header) {
    String format = header.path("format").asString("TEXT").toLowerCase(Locale.ROOT);
    if (MEDIA.contains(format)) {
      return new Media(format);
    }
    return switch (format) {
      case "text" -> {
        List<String> names = List.copyOf(TemplateVariables.in(header.path("text").asString("")));
        yield names.isEmpty() ? new Fixed() : new Text(names);
      }
      case "location" -> new Fields(format, LOCATION);
      case "product" -> new Fields(format, PRODUCT);
      default -> new Unknown();
    };
  }
}
