package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.Setting;
import dev.whatsway.contract.journey.StepRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code split}: people by chance into arms, each person always into the same. An arm that
 * leads to {@code exit} is a holdout.
 */
public record SplitSettings(
    @Setting(description = "The arms.", min = "2", max = "10") List<Arm> arms,
    @Setting(description = "Lets the best arm have everybody after a while.")
        @Nullable Winner winner) {

  /** One arm. */
  public record Arm(
      @Setting(pattern = "[A-Za-z0-9][A-Za-z0-9_-]{0,31}", example = "A") String name,
      @Setting(description = "Its part of 100.", min = "1", max = "99") int share,
      @Setting(description = "Where to go.") StepRef next) {}

  /** When one arm has won, and by what. */
  public record Winner(
      @Setting(description = "After so many people in all.", min = "100", max = "10000000")
          int after,
      @Setting(description = "The part of an arm's people that did this.") Metric metric) {}

  /** What an arm can be best at. */
  public enum Metric {
    READ,
    CLICKED,
    REPLIED
  }

  @Nullable String problem() {
    int sum = arms.stream().mapToInt(Arm::share).sum();
    if (sum != 100) {
      return "arms: must have shares that add up to 100; they add up to " + sum + ".";
    }
    Set<String> names = new HashSet<>();
    for (Arm arm : arms) {
      if (!names.add(arm.name())) {
        return "arms: must have names of their own; " + arm.name() + " is there twice.";
      }
    }
    return null;
  }
}
