package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.LauncherException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code bench/peers/bullmq} says of one turn.
 *
 * @param seconds from the first job's being added to the last one's end
 */
record BullMqRun(long count, double seconds) {

  /**
   * Reads its answer.
   *
   * @param expected how many messages it was asked for
   * @throws LauncherException where the answer is none, or not all jobs did their work
   */
  static BullMqRun read(String answer, long expected) {
    JsonNode json = parse(answer);
    long count = json.path("count").asLong(0);
    long failed = json.path("failed").asLong(0);
    double seconds = json.path("seconds").asDouble(0);
    if (failed > 0) {
      throw new LauncherException(
          "%d of %d jobs of BullMQ failed, the first with: %s"
              .formatted(failed, count, json.path("error").asString("no reason")));
    }
    if (count != expected || !(seconds > 0)) {
      throw new LauncherException(
          "BullMQ was asked for %d messages and answered %s".formatted(expected, answer));
    }
    return new BullMqRun(count, seconds);
  }

  double perSecond() {
    return count / seconds;
  }

  private static JsonNode parse(String answer) {
    try {
      return JsonMapper.shared().readTree(answer);
    } catch (JacksonException e) {
      throw new LauncherException("BullMQ's program answered what is no JSON: " + answer, e);
    }
  }
}
