package dev.whatsway.journey.setting;

import dev.whatsway.contract.journey.Setting;
import org.jspecify.annotations.Nullable;

/** The limits that a setting's annotation gives, or else its type. */
record Limits(String min, String max, String pattern, String example) {

  static final Limits NONE = new Limits("", "", "", "");

  static Limits of(@Nullable Setting setting) {
    return setting == null
        ? NONE
        : new Limits(setting.min(), setting.max(), setting.pattern(), setting.example());
  }

  int min(int otherwise) {
    return min.isEmpty() ? otherwise : Integer.parseInt(min);
  }

  int max(int otherwise) {
    return max.isEmpty() ? otherwise : Integer.parseInt(max);
  }

  /** Returns the example for the end of an error; empty where there is none. */
  String suchAs() {
    return suchAs("");
  }

  String suchAs(String otherwise) {
    String shown = example.isEmpty() ? otherwise : example;
    return shown.isEmpty() ? "" : ", such as " + shown;
  }
}
