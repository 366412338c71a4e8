package dev.whatsway.store.rules;

import dev.whatsway.journey.time.QuietHours;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the columns of {@code account_rules}. */
public final class RuleJson {

  private static final String EVERYWHERE = "default";

  private final JsonMapper json;

  public RuleJson(JsonMapper json) {
    this.json = json;
  }

  /** Returns what the column says; none for null. */
  public AccountQuietHours quietHours(@Nullable String column) {
    if (column == null) {
      return AccountQuietHours.NONE;
    }
    JsonNode root = json.readTree(column);
    Map<String, QuietHours> countries = new HashMap<>();
    for (Map.Entry<String, JsonNode> country : root.path("countries").properties()) {
      countries.put(country.getKey(), hours(country.getValue()));
    }
    JsonNode everywhere = root.path(EVERYWHERE);
    return new AccountQuietHours(everywhere.isObject() ? hours(everywhere) : null, countries);
  }

  /** Returns what the column says; none for null. */
  public List<FrequencyCap> caps(@Nullable String column) {
    if (column == null) {
      return List.of();
    }
    List<FrequencyCap> caps = new ArrayList<>();
    for (JsonNode cap : json.readTree(column)) {
      caps.add(
          new FrequencyCap(
              cap.path("messages").asInt(), Duration.ofSeconds(cap.path("seconds").asLong())));
    }
    return List.copyOf(caps);
  }

  String write(AccountQuietHours quiet) {
    ObjectNode root = json.createObjectNode();
    if (quiet.everywhere() != null) {
      write(root.putObject(EVERYWHERE), quiet.everywhere());
    }
    ObjectNode countries = root.putObject("countries");
    quiet.countries().forEach((country, hours) -> write(countries.putObject(country), hours));
    return root.toString();
  }

  String write(List<FrequencyCap> caps) {
    ArrayNode root = json.createArrayNode();
    caps.forEach(
        cap ->
            root.addObject().put("messages", cap.messages()).put("seconds", cap.per().toSeconds()));
    return root.toString();
  }

  private static QuietHours hours(JsonNode node) {
    return new QuietHours(
        LocalTime.parse(node.path("from").asString()), LocalTime.parse(node.path("to").asString()));
  }

  private static void write(ObjectNode node, QuietHours hours) {
    node.put("from", hours.from().toString()).put("to", hours.to().toString());
  }
}
