package dev.whatsway.journey.definition;

import dev.whatsway.contract.journey.SendRef;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.journey.setting.Problems;
import dev.whatsway.journey.setting.SettingWalk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where steps lead: to steps that exist, from the first to each, in no circle without a wait. */
final class Flow {

  private final Map<String, StepKind<?>> kinds;
  private final Map<String, PlannedStep> steps;
  private final Map<String, String> paths = new LinkedHashMap<>();
  private final Map<String, Set<String>> links = new HashMap<>();

  Flow(Map<String, StepKind<?>> kinds, Map<String, PlannedStep> steps) {
    this.kinds = kinds;
    this.steps = steps;
    steps.keySet().forEach(id -> paths.put(id, DefinitionCompiler.at(paths.size())));
  }

  void check(Problems problems) {
    paths.forEach(
        (id, path) -> {
          PlannedStep step = Objects.requireNonNull(steps.get(id));
          links.put(id, links(step, path, problems));
          checkSendRefs(step.settings(), path, steps, problems);
        });
    if (problems.none()) {
      reachable(problems);
      circles(problems);
    }
  }

  static void checkSendRefs(
      Record settings, String path, Map<String, PlannedStep> steps, Problems problems) {
    for (var found : SettingWalk.find(settings, path, SendRef.class)) {
      String wrong = notSending("must be the id of a send step", found.value().id(), steps);
      if (wrong != null) {
        problems.add(found.path(), wrong);
      }
    }
  }

  /** Returns what is wrong with an id where a send step is meant; null when nothing is. */
  static @Nullable String notSending(String right, String id, Map<String, PlannedStep> steps) {
    PlannedStep meant = steps.get(id);
    return meant != null && meant.type().equals("send")
        ? null
        : "%s; %s is %s."
            .formatted(
                right, Problems.shown(id), meant == null ? "no step" : "of type " + meant.type());
  }

  private Set<String> links(PlannedStep step, String path, Problems problems) {
    Set<String> to = new LinkedHashSet<>();
    boolean everyWayNamed = step.type().equals("exit") || step.type().equals("split");
    if (!everyWayNamed) {
      follow(path + ".next", step.next(), to, problems);
    }
    for (var found : SettingWalk.find(step.settings(), path, StepRef.class)) {
      follow(found.path(), found.value().id(), to, problems);
    }
    return to;
  }

  private void follow(String path, String id, Set<String> to, Problems problems) {
    if (steps.containsKey(id)) {
      to.add(id);
    } else if (!id.equals(StepRef.EXIT)) {
      problems.add(
          path, "must be the id of a step, or exit; there is no step " + Problems.shown(id) + ".");
    }
  }

  private void reachable(Problems problems) {
    Set<String> seen = new HashSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(steps.keySet().iterator().next()));
    while (!left.isEmpty()) {
      String id = left.pop();
      if (seen.add(id)) {
        left.addAll(Objects.requireNonNull(links.get(id)));
      }
    }
    paths.forEach(
        (id, path) -> {
          if (!seen.contains(id)) {
            problems.add(
                path, "can never be reached: no step leads to " + id + "; remove it or link it.");
          }
        });
  }

  /** Looks at the steps that do not surely wait: a circle of those alone would turn for ever. */
  private void circles(Problems problems) {
    Set<String> done = new HashSet<>();
    for (String id : steps.keySet()) {
      List<String> circle = circle(id, new ArrayList<>(), done);
      if (circle != null) {
        problems.add(
            Objects.requireNonNull(paths.get(circle.get(0))),
            "leads back to itself without a wait: "
                + String.join(" → ", circle)
                + "; put a wait step into the circle.");
        return;
      }
    }
  }

  private @Nullable List<String> circle(String id, List<String> way, Set<String> done) {
    int before = way.indexOf(id);
    if (before >= 0) {
      List<String> circle = new ArrayList<>(way.subList(before, way.size()));
      circle.add(id);
      return circle;
    }
    if (done.contains(id) || waits(id)) {
      return null;
    }
    way.add(id);
    for (String next : Objects.requireNonNull(links.get(id))) {
      List<String> circle = circle(next, way, done);
      if (circle != null) {
        return circle;
      }
    }
    way.remove(way.size() - 1);
    done.add(id);
    return null;
  }

  private boolean waits(String id) {
    PlannedStep step = Objects.requireNonNull(steps.get(id));
    return Objects.requireNonNull(kinds.get(step.type())).waits(step.settings());
  }
}
