package dev.whatsway.workers.webhook;

import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.inbox.Signer;
import dev.whatsway.workers.StoreContext;
import dev.whatsway.workers.message.QuietStatuses;
import dev.whatsway.workers.sending.RouteChoice;
import dev.whatsway.workers.webhook.effect.Effects;
import dev.whatsway.workers.webhook.reading.Fixtures;
import dev.whatsway.workers.webhook.reading.WebhookParser;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** Splitter, inbox, dispatcher and handlers as Spring puts them together, without Temporal. */
final class EffectsBench {

  private final AnnotationConfigApplicationContext context = StoreContext.prepared();

  EffectsBench(MessageSignals signals) {
    context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
    context.registerBean(MessageSignals.class, () -> signals);
    context.registerBean(QuietStatuses.class, QuietStatuses::none);
    context.register(
        WebhookParser.class, EventHandler.class, PagePass.class, WebhookDispatcher.class);
    context.scan(Effects.class.getPackageName());
    context.refresh();
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  JdbcTransactionManager transactions() {
    return get(JdbcTransactionManager.class);
  }

  JsonMapper json() {
    return get(JsonMapper.class);
  }

  void close() {
    context.close();
  }

  /**
   * Stores a body's events and returns them as they are due.
   *
   * @param account whose app has signed it, null for nobody's
   */
  List<PendingEvent> receive(byte[] body, @Nullable UUID account) {
    Inbox inbox = get(Inbox.class);
    inbox.add(Fixtures.events(body, new AppOf(account)));
    return inbox.lock(100);
  }

  /** Has the dispatcher take what was received, and whatever else is due. */
  void dispatch(List<PendingEvent> received) {
    if (received.isEmpty()) {
      throw new AssertionError("Nothing was received");
    }
    get(WebhookDispatcher.class).dispatch();
  }

  /** Returns the kinds of facts that have a handler. */
  Set<Class<?>> handled() {
    Set<Class<?>> kinds = new HashSet<>();
    for (FactHandler<?> handler : context.getBeansOfType(FactHandler.class).values()) {
      kinds.add(handler.handles());
    }
    return kinds;
  }

  void handle(PendingEvent event) {
    get(EventHandler.class).handle(event);
  }

  double unused(String what) {
    return get(MeterRegistry.class).counter("whatsway.webhook.unused", "what", what).count();
  }

  Route route(UUID campaignId) {
    Campaign campaign = get(Campaigns.class).get(campaignId);
    return new RouteChoice(campaign, get(Channels.class).get(campaign.channelId()))
        .of(UUID.randomUUID());
  }

  /** The app of all numbers of one account. */
  private record AppOf(@Nullable UUID account) implements Signer {

    @Override
    public boolean speaksForNumber(String phoneNumberId) {
      return true;
    }

    @Override
    public boolean speaksForWaba(String wabaId) {
      return true;
    }

    @Override
    public Collection<UUID> accountsOfNumber(String phoneNumberId) {
      return account == null ? List.of() : List.of(account);
    }

    @Override
    public Collection<UUID> accountsOfWaba(String wabaId) {
      return accountsOfNumber(wabaId);
    }
  }
}
