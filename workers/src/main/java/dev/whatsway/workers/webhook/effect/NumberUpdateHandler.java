package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.channel.NumberNews;
import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.NumberUpdate;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * A number's throughput or limit changed. The event says that, but of the throughput not which it
 * is: Meta upgrades from 80 to 1,000 a second, so that is taken at once, and Meta is asked. A
 * throughput that an operator has said stays.
 */
@Component
public class NumberUpdateHandler implements FactHandler<NumberUpdate> {

  /** Meta, "Throughput": what a number is upgraded to. */
  private static final int UPGRADED = 1000;

  private final NumberNews numbers;
  private final EventLog log;
  private final Effects effects;

  public NumberUpdateHandler(NumberNews numbers, EventLog log, Effects effects) {
    this.numbers = numbers;
    this.log = log;
    this.effects = effects;
  }

  @Override
  public Class<NumberUpdate> handles() {
    return NumberUpdate.class;
  }

  @Override
  public Handled handle(PendingEvent event, NumberUpdate told) {
    return effects.once(event, account -> follow(account, told));
  }

  private void follow(UUID account, NumberUpdate told) {
    Optional<UUID> channel = numbers.channel(account, told.displayNumber());
    boolean upgraded = told.event().equals("THROUGHPUT_UPGRADE");
    if (upgraded) {
      channel.ifPresent(number -> numbers.throughput(number, UPGRADED));
    }
    String limit = told.limit();
    if (limit != null) {
      // Meta counts it for the whole business, of which the WABA's numbers are a part.
      numbers.messagingLimit(account, told.wabaId(), limit);
    }
    numbers.askMeta(account, told.wabaId());
    String words =
        "Meta tells of the number's throughput or limit: %s%s%s."
            .formatted(
                told.event(),
                upgraded ? ", up to " + UPGRADED + " messages a second" : "",
                limit == null ? "" : ", messaging limit " + limit);
    channel.ifPresentOrElse(
        number -> log.addOfChannel(account, number, "number.throughput", Severity.INFO, words),
        () -> log.add(account, told.wabaId(), "number.throughput", Severity.INFO, words));
  }
}
