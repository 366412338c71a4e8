package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.gateway.SmartRouter.Category;
import dev.whatsway.api.gateway.SmartRouter.Fallback;
import dev.whatsway.api.gateway.SmartRouter.Situation;
import dev.whatsway.api.gateway.SmartRouter.Step;
import dev.whatsway.contract.message.Route;
import dev.whatsway.store.gateway.GatewayOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The rows of the table against the decisions alone. */
class SmartRouterTest {

  @ParameterizedTest(name = "{0} {1} {2} {3}: MM {4}, Cloud {5}")
  @CsvFileSource(resources = "/gateway/routing.csv", numLinesToSkip = 1)
  void decidesAsTheTableSays(
      String routing,
      String kind,
      String category,
      String fallback,
      String mm,
      String cloud,
      String calls,
      int status,
      String body,
      String learnt,
      String end) {
    Situation situation =
        new Situation(
            kind.equals("direct"),
            !kind.equals("text"),
            routing.equals("on"),
            category(kind, category),
            Fallback.valueOf(fallback.toUpperCase(Locale.ROOT)));
    List<String> made = new ArrayList<>();
    String taught = "-";
    Route route = SmartRouter.first(situation);
    Step step = null;
    boolean maybeSent = false;
    for (int call = 1; call <= 3; call++) {
      made.add(word(route));
      Play play = Play.of(route == Route.CLOUD ? cloud : mm);
      step = SmartRouter.after(situation, call, route, play.end(), maybeSent);
      taught = step.learnt() == null ? taught : step.learnt() ? "marketing" : "other";
      if (!(step instanceof Step.Other other)) {
        break;
      }
      route = other.route();
      maybeSent = other.ended() instanceof GatewayOutcome.Unknown;
    }

    assertThat(String.join(" ", made)).isEqualTo(calls);
    assertThat(taught).isEqualTo(learnt);
    Step.Answer answer = (Step.Answer) step;
    assertThat(answer.metas() ? word(route) : "ours").isEqualTo(body);
    String ended = ended(answer.outcome());
    // What the first call may have sent, the second cannot take back.
    assertThat(ended).isIn(end, calls.contains(" ") ? "failed" : end);
  }

  @Test
  void what_may_be_out_is_never_told_as_not_sent() {
    Situation situation = new Situation(false, true, true, Category.UNKNOWN, Fallback.ALWAYS);
    Step lost =
        SmartRouter.after(
            situation, 1, Route.MARKETING_MESSAGES, new SmartRouter.End.Lost("timeout"), false);
    assertThat(lost).isInstanceOf(Step.Other.class);

    Step.Answer answer =
        (Step.Answer)
            SmartRouter.after(
                situation, 2, Route.CLOUD, new SmartRouter.End.NotSent("refused"), true);

    assertThat(answer.outcome()).isInstanceOf(GatewayOutcome.Unknown.class);
    assertThat(answer.metas()).isFalse();
  }

  private static Category category(String kind, String word) {
    if (kind.equals("direct")) {
      return Category.MARKETING;
    }
    return switch (word) {
      case "marketing" -> Category.MARKETING;
      case "other", "-" -> Category.OTHER;
      default -> Category.UNKNOWN;
    };
  }

  private static String word(Route route) {
    return route == Route.CLOUD ? "cloud" : "mm";
  }

  private static String ended(GatewayOutcome outcome) {
    if (outcome instanceof GatewayOutcome.Accepted) {
      return "accepted";
    }
    return outcome instanceof GatewayOutcome.Unknown ? "unknown" : "failed";
  }
}
