package dev.whatsway.launcher.temporal;

import java.util.Arrays;
import java.util.Optional;

/** Which Temporal is started where none runs already. */
public enum TemporalKind {
  /** The CLI's dev server: one process, its state in one SQLite file. */
  DEV("dev"),
  /** The server of the production shape, its state in PostgreSQL. */
  SERVER("server");

  private final String word;

  TemporalKind(String word) {
    this.word = word;
  }

  /** Returns how it is called on the command line. */
  public String word() {
    return word;
  }

  /** Returns the kind of that word; empty where there is none. */
  public static Optional<TemporalKind> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }
}
