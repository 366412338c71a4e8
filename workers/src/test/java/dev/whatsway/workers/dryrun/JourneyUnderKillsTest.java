package dev.whatsway.workers.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.cost.Rates;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Fourteen days, on virtual time, with workers that die: none remembers a workflow, so that each
 * task begins anew from the history, and activities are lost before and after they have taken
 * effect. People decide, and are decided about, as if nothing had been.
 */
@Timeout(120)
class JourneyUnderKillsTest {

  private static final JourneyPlan FORTNIGHT =
      DryPeople.plan(
          """
          {"steps": [
            {"id": "hello", "type": "send", "template": {"name": "hello", "language": "en"}},
            {"id": "read", "type": "wait_for", "event": "read", "of": "hello", "timeout": "P3D",
             "then": "ab", "otherwise": "again"},
            {"id": "again", "type": "send", "template": {"name": "again", "language": "en"}},
            {"id": "ab", "type": "split", "arms": [
              {"name": "A", "share": 50, "next": "short"}, {"name": "B", "share": 50, "next": "long"}]},
            {"id": "short", "type": "wait", "duration": "P2D", "next": "offer"},
            {"id": "long", "type": "wait", "duration": "P5D", "next": "offer"},
            {"id": "offer", "type": "send", "template": {"name": "offer", "language": "en"}},
            {"id": "clicked", "type": "wait_for", "event": "clicked", "of": "offer", "timeout": "P2D",
             "then": "mark", "otherwise": "monday"},
            {"id": "mark", "type": "set_attribute", "name": "keen", "value": "yes"},
            {"id": "monday", "type": "wait_until", "time": "10:00", "weekdays": ["monday"]},
            {"id": "keen", "type": "branch", "when": "has(attributes.keen) && attributes.keen == 'yes'",
             "then": "thanks", "otherwise": "exit"},
            {"id": "thanks", "type": "send", "template": {"name": "thanks", "language": "en"}},
            {"id": "rest", "type": "wait", "duration": "P2D"}],
           "exit_rules": [{"on": "replied"}]}
          """);

  @Test
  void aFortnightWithKillsAtRandomIsDecidedAsOneWithout() {
    DrySetting setting = setting(DryPeople.many(25, Map.of()));
    AtomicInteger lost = new AtomicInteger();

    DryOutcome quiet = new DryRun(setting, List.of(), DryRun.LONGEST).run();
    DryOutcome troubled =
        new DryRun(
                setting,
                List.of(),
                DryRun.LONGEST,
                new DryRun.Troubles(0, steps -> new Mortal(steps, new Random(7), lost)))
            .run();

    assertThat(lost.get()).isGreaterThan(50);
    assertThat(decisions(troubled)).isEqualTo(decisions(quiet));
    assertThat(sends(troubled)).isEqualTo(sends(quiet));
    assertThat(quiet.ends()).hasSize(25);
  }

  private static DrySetting setting(List<Contact> people) {
    return new DrySetting(
        FORTNIGHT,
        people,
        ZoneId.of("Europe/Berlin"),
        "MARKETING",
        person -> QuietRules.NONE,
        DryCaps.NONE,
        new DryRates(0.9, 0.6, 0.5, 0.1, Map.of()),
        Rates.none(),
        DryPeople.START,
        Duration.ofDays(30));
  }

  private static TreeSet<String> decisions(DryOutcome outcome) {
    TreeSet<String> decisions = new TreeSet<>();
    outcome
        .moves()
        .forEach(
            move ->
                decisions.add(
                    move.contactId()
                        + " "
                        + move.from()
                        + " -> "
                        + move.to()
                        + ": "
                        + move.note()));
    outcome.ends().forEach(end -> decisions.add(end.contactId() + " ends: " + end.reason()));
    return decisions;
  }

  private static List<String> sends(DryOutcome outcome) {
    return outcome.sends().stream()
        .map(send -> send.contactId() + " " + send.step())
        .sorted()
        .toList();
  }

  /** Loses one call in three: half of these before, half after it has taken effect. */
  private record Mortal(JourneySteps steps, Random random, AtomicInteger lost)
      implements JourneySteps {

    @Override
    public Answer take(Command command) {
      int fate = draw();
      if (fate == 0) {
        lost.incrementAndGet();
        throw new IllegalStateException("killed before it took effect");
      }
      Answer answer = steps.take(command);
      if (fate == 1) {
        lost.incrementAndGet();
        throw new IllegalStateException("killed after it took effect");
      }
      return answer;
    }

    private int draw() {
      synchronized (random) {
        return random.nextInt(6);
      }
    }
  }
}
