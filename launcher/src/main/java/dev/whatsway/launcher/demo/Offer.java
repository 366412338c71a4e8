package dev.whatsway.launcher.demo;

import java.util.List;
import java.util.Map;

/** What people get. */
public sealed interface Offer {

  /** The campaign's name. */
  String title();

  /** The templates it needs, in {@link SampleTemplate#LANGUAGE}. */
  List<String> templates();

  /** Its part of the body of {@code POST /campaigns}. */
  Map<String, Object> definition();

  /**
   * One message.
   *
   * @param tracking the campaign's tracking mode
   */
  record OneMessage(String tracking) implements Offer {

    @Override
    public String title() {
      return "Spring sale";
    }

    @Override
    public List<String> templates() {
      return List.of(SampleTemplate.NAME);
    }

    @Override
    public Map<String, Object> definition() {
      return Map.of(
          "template", SampleTemplate.key(SampleTemplate.NAME),
          "variables", Map.of("1", "{{name}}"),
          "tracking", tracking);
    }
  }

  /**
   * A journey of three steps: a welcome with a tracked link; who follows it is thanked, who only
   * read gets one of two reminders. Its waits are seconds where a shop's are days.
   *
   * @param links what the parameter of the welcome's button is appended to, such as {@code
   *     http://127.0.0.1:8080/r/}: at Meta the template itself leads there
   */
  record Drip(String links) implements Offer {

    private static final String NAME = "{{name|friend}}";

    @Override
    public String title() {
      return "Welcome drip";
    }

    @Override
    public List<String> templates() {
      return List.of(
          SampleTemplate.WELCOME,
          SampleTemplate.REMINDER_SHORT,
          SampleTemplate.REMINDER_LONG,
          SampleTemplate.THANK_YOU);
    }

    @Override
    public Map<String, Object> definition() {
      return Map.of("journey", journey("PT6S", "PT5S"), "tracking", "message-workflow");
    }

    /** Returns the definition with its two waits, ISO 8601. */
    public static Map<String, Object> journey(String untilRead, String untilClicked) {
      return Map.of(
          "steps",
          List.of(
              Map.of(
                  "id", "welcome",
                  "type", "send",
                  "template", SampleTemplate.key(SampleTemplate.WELCOME),
                  "variables", Map.of("1", NAME, "button.0.1", "{{tracked_link}}"),
                  "link_target", "https://shop.example/welcome",
                  "on_failure", "exit"),
              waitFor("read", untilRead, "clicked", "exit"),
              waitFor("clicked", untilClicked, "thanks", "reminder"),
              Map.of(
                  "id",
                  "reminder",
                  "type",
                  "split",
                  "arms",
                  List.of(arm("A", "reminder_short"), arm("B", "reminder_long"))),
              last("reminder_short", SampleTemplate.REMINDER_SHORT, Map.of()),
              last("reminder_long", SampleTemplate.REMINDER_LONG, Map.of("1", NAME)),
              last("thanks", SampleTemplate.THANK_YOU, Map.of())));
    }

    private static Map<String, Object> waitFor(
        String event, String timeout, String then, String otherwise) {
      return Map.of(
          "id", event,
          "type", "wait_for",
          "event", event,
          "of", "welcome",
          "timeout", timeout,
          "then", then,
          "otherwise", otherwise);
    }

    private static Map<String, Object> arm(String name, String next) {
      return Map.of("name", name, "share", 50, "next", next);
    }

    private static Map<String, Object> last(
        String id, String template, Map<String, String> variables) {
      return Map.of(
          "id",
          id,
          "type",
          "send",
          "template",
          SampleTemplate.key(template),
          "variables",
          variables,
          "next",
          "exit");
    }
  }
}
