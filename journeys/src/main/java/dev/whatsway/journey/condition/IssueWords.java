package dev.whatsway.journey.condition;

import dev.cel.common.CelIssue;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what the compiler found in words for people, without any text of the condition. */
final class IssueWords {

  private static final String NAME = "'([\\p{Alnum}_.]{1,60})'";
  private static final Pattern LIMIT =
      Pattern.compile("limit( \\(\\d+\\))? exceeded|exceeds limit");
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to " + NAME);
  private static final Pattern UNDEFINED = Pattern.compile("undefined field " + NAME);
  private static final Pattern RESERVED = Pattern.compile("reserved identifier: (\\w{1,60})");
  private static final Pattern RESULT =
      Pattern.compile("expected type 'bool' but found '([\\w.(), ]+)'");
  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '([^']+)' applied to '([^']*)'");

  private static final String FUNCTIONS =
      "number, date, timestamp, duration, size, has, startsWith, endsWith, contains, matches, all,"
          + " exists, exists_one and filter";

  private static final Map<String, String> TYPES =
      Map.of(
          "string", "text",
          "int", "whole number",
          "uint", "unsigned number",
          "double", "decimal number",
          "bool", "true or false",
          "google.protobuf.Timestamp", "time",
          "google.protobuf.Duration", "duration",
          "null", "null");

  private final Scope scope;

  IssueWords(Scope scope) {
    this.scope = scope;
  }

  List<ConditionProblem> problems(List<CelIssue> issues) {
    return issues.stream()
        .filter(issue -> !issue.getMessage().startsWith("More than"))
        .map(this::problem)
        .distinct()
        .limit(Condition.MAX_PROBLEMS)
        .toList();
  }

  private ConditionProblem problem(CelIssue issue) {
    Words words = words(issue.getMessage());
    int line = issue.getSourceLocation().getLine();
    return line < 1
        ? ConditionProblem.ofWhole(words.wrong(), words.right())
        : new ConditionProblem(
            line, issue.getSourceLocation().getColumn() + 1, words.wrong(), words.right());
  }

  private Words words(String message) {
    if (LIMIT.matcher(message).find()) {
      return new Words(
          "the condition is too large or nested too deeply",
          "stay within "
              + Language.MAX_SOURCE
              + " characters, "
              + Language.MAX_NODES
              + " parts and "
              + Language.MAX_DEPTH
              + " levels; in [\"a\", \"b\"] says the same as many ||");
    }
    Matcher found = UNDECLARED.matcher(message);
    if (found.find()) {
      return undeclared(found.group(1));
    }
    found = UNDEFINED.matcher(message);
    if (found.find()) {
      return new Words(
          "there is no field " + found.group(1),
          "contact has "
              + String.join(", ", Language.fields("contact"))
              + "; consent has "
              + String.join(", ", Language.fields("consent"))
              + "; your own columns are attributes."
              + found.group(1));
    }
    found = RESERVED.matcher(message);
    if (found.find()) {
      return new Words(
          found.group(1) + " is a reserved word", "write a ? b : c for a choice, && for and");
    }
    found = RESULT.matcher(message);
    if (found.find()) {
      return new Words(
          "it comes to a " + type(found.group(1)) + ", not to true or false",
          "compare it with something, such as contact.country == \"DE\"");
    }
    found = OVERLOAD.matcher(message);
    if (found.find()) {
      return overload(found.group(1), found.group(2));
    }
    return message.contains("has() macro")
        ? new Words("has takes a field", "write has(attributes.city)")
        : new Words(
            "it cannot be read from here on",
            "write comparisons such as contact.country == \"DE\", joined by && and ||, texts within"
                + " quotes");
  }

  private Words undeclared(String name) {
    if (Scope.JOURNEY.variables().contains(name)) {
      return new Words(
          name + " is known within journeys only", "ask for " + String.join(", ", variables()));
    }
    return new Words(
        "there is nothing named " + name,
        "known are "
            + String.join(", ", variables())
            + " and the functions "
            + FUNCTIONS
            + "; an attribute is attributes."
            + name);
  }

  private List<String> variables() {
    return scope.variables();
  }

  private static Words overload(String function, String types) {
    String name = function.replaceAll("[_@\\[\\]]", "");
    String wrong =
        (name.isEmpty() ? "this" : name)
            + " does not go with ("
            + Stream.of(types.replaceAll("^\\(|\\)$", "").split(", "))
                .map(IssueWords::type)
                .collect(Collectors.joining(", "))
            + ")";
    if (types.contains("double") && types.contains("int")) {
      return new Words(wrong, "write the number with a point, such as 3.0");
    }
    if (types.contains("string") && (types.contains("int") || types.contains("double"))) {
      return new Words(
          wrong,
          "attributes are texts: write number(attributes.age) >= 18, or compare with a text");
    }
    if (types.contains("string") && types.contains("Timestamp")) {
      return new Words(
          wrong,
          "write timestamp(\"2026-01-31T00:00:00Z\") for a time, date(attributes.birthday) for an"
              + " attribute");
    }
    if (types.contains("null")) {
      return new Words(wrong, "ask has(contact.name): what is not known is missing, not null");
    }
    return new Words(wrong, "compare like with like; number() and date() read a text");
  }

  private static String type(String type) {
    return TYPES.getOrDefault(type, type);
  }

  private record Words(String wrong, String right) {}
}
