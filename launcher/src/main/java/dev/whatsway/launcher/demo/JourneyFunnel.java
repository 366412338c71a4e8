package dev.whatsway.launcher.demo;

import dev.whatsway.launcher.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * How people went through a journey, for people.
 *
 * @param journey the {@code journey} of a campaign's report
 * @param links the simulator's count of links that were opened
 */
record JourneyFunnel(JsonNode journey, JsonNode links) {

  /** What becomes of a step's message, in its order. */
  private static final List<String> REACHED = List.of("accepted", "read", "clicked", "failed");

  void print(Console console) {
    JsonNode people = journey.path("people");
    console.line(
        "  Journey    %d people, %d of them through it: %s"
            .formatted(
                people.path("all").asLong(),
                people.path("ended").asLong(),
                journey.path("ended").properties().stream()
                    .map(entry -> entry.getValue().asLong() + " " + entry.getKey())
                    .collect(Collectors.joining(", "))));
    for (JsonNode step : journey.path("steps")) {
      console.line(line(step.path("id").asString(), step));
    }
    for (JsonNode split : journey.path("splits")) {
      for (JsonNode arm : split.path("arms")) {
        console.line(line(split.path("step").asString() + " " + arm.path("name").asString(), arm));
      }
    }
    console.line(
        "  Links      %d opened, %d led nowhere"
            .formatted(links.path("opened").asLong(), links.path("failed").asLong()));
  }

  private static String line(String name, JsonNode counts) {
    List<String> reached = new ArrayList<>();
    for (String what : REACHED) {
      long count = counts.path(what).asLong();
      if (count > 0) {
        reached.add(what + " " + count);
      }
    }
    return String.format(
            Locale.ROOT,
            "             %5d  %-15s %s",
            counts.path("entered").asLong(),
            name,
            String.join(", ", reached))
        .stripTrailing();
  }
}
