package dev.whatsway.workers.replay;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what Temporal's Java SDK (1.38) throws from a replay. It has no fields for it, only a text;
 * what of the text is not understood is told as it is.
 */
final class Divergences {

  private static final Pattern ERROR =
      Pattern.compile("error=(?<type>[\\w.$]+)(?:: (?<text>.*?))?(?:\\n\\tat |$)", Pattern.DOTALL);
  private static final Pattern EVENT = Pattern.compile("Failure handling event (\\d+) of type");
  private static final Pattern OTHER_COMMAND =
      Pattern.compile("does not match command type (COMMAND_TYPE_\\w+)");
  private static final Pattern NO_COMMAND = Pattern.compile("No command scheduled");
  private static final Pattern OTHER_VALUE =
      Pattern.compile(
          "on check (?<field>\\w+) with an expected value '(?<code>.*?)' and an actual value '(?<history>.*?)'",
          Pattern.DOTALL);
  private static final Pattern ROOT_CAUSE = Pattern.compile("Caused by: ([^\\n]+)");

  private final Words words;

  Divergences(Words words) {
    this.words = words;
  }

  Divergence of(Exception failure, List<HistoryEvent> events) {
    String whole = String.valueOf(failure.getMessage());
    Matcher error = ERROR.matcher(whole);
    boolean known = error.find();
    String type = known ? error.group("type") : failure.getClass().getName();
    String text = known ? String.valueOf(error.group("text")) : whole;
    Matcher event = EVENT.matcher(whole);
    long eventId = event.find() ? Long.parseLong(event.group(1)) : 0;
    return new Divergence(
        eventId,
        words(type, whole, eventId, events),
        Plain.line(type.replaceFirst(".*\\.", "") + ": " + text));
  }

  private String words(String type, String whole, long eventId, List<HistoryEvent> events) {
    if (!type.endsWith("NonDeterministicException")) {
      return "today's code fails"
          + (eventId == 0 ? "" : " at event " + eventId)
          + ": "
          + root(whole);
    }
    String here = "at event %d (%s) today's code ".formatted(eventId, event(eventId, events));
    Matcher command = OTHER_COMMAND.matcher(whole);
    if (command.find()) {
      return here + "wants to " + Events.command(command.group(1)) + " instead";
    }
    Matcher value = OTHER_VALUE.matcher(whole);
    if (value.find()) {
      return here
          + "has %s %s, the history %s"
              .formatted(
                  value.group("field"), plain(value.group("code")), plain(value.group("history")));
    }
    return here + (NO_COMMAND.matcher(whole).find() ? "wants nothing" : "takes another decision");
  }

  private String event(long eventId, List<HistoryEvent> events) {
    return eventId >= 1 && eventId <= events.size()
        ? Events.words(events.get((int) eventId - 1), words)
        : "unknown";
  }

  /** A protobuf message prints as {@code name: "value"}. */
  private static String plain(String value) {
    return Plain.line(value.strip().replaceFirst("^\\w+: \"(.*)\"$", "$1"));
  }

  private static String root(String whole) {
    String last = whole.replaceFirst("(?s).*error=", "").lines().findFirst().orElse("");
    Matcher cause = ROOT_CAUSE.matcher(whole);
    while (cause.find()) {
      last = cause.group(1);
    }
    return Plain.line(last);
  }
}
