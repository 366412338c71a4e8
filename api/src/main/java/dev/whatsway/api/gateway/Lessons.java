package dev.whatsway.api.gateway;

import dev.whatsway.store.template.TemplateCategories.Key;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the calls of one send teach the sends that follow: whether MM takes the template, and what
 * Meta says of the number and its token.
 */
final class Lessons {

  private static final Logger log = LoggerFactory.getLogger(Lessons.class);

  private static final Set<Integer> TOO_FAST = Set.of(130429);

  /** The number is being upgraded, "within a minute", or is in maintenance. */
  private static final Set<Integer> RESTING = Set.of(131057, 2494100);

  private static final Duration REST = Duration.ofSeconds(30);
  private static final int BAD_TOKEN = 190;

  private final GatewayTools tools;
  private final GatewayRequest request;
  private final Probes.Ticket ticket;

  Lessons(GatewayTools tools, GatewayRequest request, Probes.Ticket ticket) {
    this.tools = tools;
    this.request = request;
    this.ticket = ticket;
  }

  /**
   * Hands on what a call has taught; never fails, since a later call teaches it again.
   *
   * @param marketing whether MM takes the template, null where the call did not tell
   * @param began when the call began, by {@link System#nanoTime}
   */
  void taught(@Nullable Boolean marketing, SmartRouter.End end, long began) {
    try {
      Key template = request.template();
      if (marketing == null || template == null) {
        ticket.taughtNothing();
      } else {
        // First, so that whoever finds no probe under way any more finds the word.
        tools.categories().learn(template, marketing, began);
        ticket.learnt(marketing);
      }
      heed(end.code());
    } catch (RuntimeException failure) {
      log.warn("What a call has taught was lost: {}", failure.getClass().getName());
    }
  }

  /** What an answer says of the number or its token holds for the sends that follow. */
  private void heed(int code) {
    if (code == BAD_TOKEN) {
      tools.channels().forget(request.channel());
    } else if (RESTING.contains(code)) {
      tools.pacer().quiet(request.channel().id(), REST);
    } else if (TOO_FAST.contains(code)) {
      tools.pacer().slowDown(request.channel().id());
    }
  }
}
