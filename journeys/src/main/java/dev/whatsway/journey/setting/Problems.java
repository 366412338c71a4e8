package dev.whatsway.journey.setting;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Collects what is wrong, so that one look shows all of it; no more than a person reads. */
public final class Problems {

  private static final int MOST = 50;
  private static final int LONGEST = 60;

  private final List<Problem> found = new ArrayList<>();
  private int count;

  /** Notes one. */
  public void add(String path, String message) {
    count++;
    if (found.size() < MOST) {
      found.add(new Problem(path, message));
    }
  }

  /** Notes that a value is not what it must be. */
  public void wrong(String path, String mustBe, JsonNode value) {
    add(path, "must be " + mustBe + "; it is " + shown(value) + ".");
  }

  /** Returns whether nothing was found. */
  public boolean none() {
    return count == 0;
  }

  /** Returns how many were found so far, also those beyond what a person reads. */
  public int count() {
    return count;
  }

  /** Returns them in the order in which they were found, as many as a person reads. */
  public List<Problem> all() {
    return List.copyOf(found);
  }

  /** Returns a value as an error may repeat it: short, and on one line. */
  public static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "missing";
    }
    if (value.isObject()) {
      return "an object";
    }
    if (value.isArray()) {
      return "a list";
    }
    return shown(value.isString() ? '"' + value.asString() + '"' : value.toString());
  }

  /** Returns text as an error may repeat it: short, and on one line. */
  public static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
