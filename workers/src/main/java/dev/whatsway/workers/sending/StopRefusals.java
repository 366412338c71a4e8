package dev.whatsway.workers.sending;

import dev.whatsway.graph.Verdict;
import dev.whatsway.store.channel.Stop.Cause;
import dev.whatsway.store.channel.Stops.Refusal;
import org.jspecify.annotations.Nullable;

/** Turns the verdicts that say something of more than their message into what the store keeps. */
public final class StopRefusals {

  /** Of an account, but of its marketing alone: its other templates go on. */
  private static final int NO_MARKETING = 131063;

  /** Returns null for a verdict about the message alone. */
  public static @Nullable Refusal of(Verdict verdict, int code) {
    if (verdict instanceof Verdict.TemplateStop stop) {
      return new Refusal(Cause.TEMPLATE, code, stop.reason(), stop.remedy());
    }
    if (verdict instanceof Verdict.AccountStop stop) {
      Cause cause =
          switch (stop.reach()) {
            case NUMBER -> Cause.NUMBER;
            case WABA -> code == NO_MARKETING ? Cause.TEMPLATE : Cause.WABA;
            case TOKEN -> Cause.TOKEN;
          };
      return new Refusal(cause, code, stop.reason(), stop.remedy());
    }
    return null;
  }

  private StopRefusals() {}
}
