package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Feeds the listeners of campaigns. The counters of a campaign are read once a second however many
 * listen to it, by one thread; a few more write to the connections, so that a slow one holds up no
 * others for long.
 */
@Component
class CampaignEvents {

  private static final Logger log = LoggerFactory.getLogger(CampaignEvents.class);
  private static final int WRITERS = 4;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Campaigns campaigns;
  private final CampaignReports reports;
  private final Clock clock;
  private final int maxListeners;
  private final Map<UUID, Feed> feeds = new ConcurrentHashMap<>();
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(task -> thread(task, "campaign-events"));
  private final ExecutorService writers =
      Executors.newFixedThreadPool(WRITERS, task -> thread(task, "campaign-event-writer"));

  CampaignEvents(
      Campaigns campaigns,
      CampaignReports reports,
      Clock clock,
      @Value("${whatsway.api.max-listeners}") int maxListeners) {
    this.campaigns = campaigns;
    this.reports = reports;
    this.clock = clock;
    this.maxListeners = maxListeners;
    reader.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Opens a stream on a campaign.
   *
   * @throws ApiException when as many as may be are open
   */
  synchronized SseEmitter listen(UUID accountId, UUID campaignId) {
    int open = feeds.values().stream().mapToInt(feed -> feed.listeners.size()).sum();
    if (open >= maxListeners) {
      throw new ApiException(
          ProblemKind.TOO_MANY_LISTENERS,
          "%d streams are open, and no more are allowed; close one or ask for the campaign now and then."
              .formatted(open));
    }
    SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
    Feed feed = feeds.computeIfAbsent(campaignId, id -> new Feed(accountId, id));
    EventListener listener = new EventListener(emitter, writers);
    Runnable gone = () -> leave(feed, listener);
    emitter.onCompletion(gone);
    emitter.onError(error -> gone.run());
    emitter.onTimeout(
        () -> {
          gone.run();
          emitter.complete();
        });
    feed.listeners.add(listener);
    reader.execute(() -> update(feed));
    return emitter;
  }

  int listeners() {
    return feeds.values().stream().mapToInt(feed -> feed.listeners.size()).sum();
  }

  private synchronized void leave(Feed feed, EventListener listener) {
    feed.listeners.remove(listener);
    if (feed.listeners.isEmpty()) {
      feeds.remove(feed.campaignId, feed);
    }
  }

  private void tick() {
    feeds.values().forEach(this::update);
  }

  private void update(Feed feed) {
    try {
      Campaign campaign = campaigns.find(feed.accountId, feed.campaignId).orElseThrow();
      Progress progress =
          new Progress(campaign.status().wire(), campaign.statusReason(), reports.counts(campaign));
      boolean settled = feed.settled(campaign, progress, clock.instant());
      for (EventListener listener : feed.listeners) {
        listener.offer(progress, settled);
      }
    } catch (RuntimeException e) {
      // The database may be away for a while; the next second looks again.
      log.warn("Progress of campaign {} cannot be read: {}", feed.campaignId, e.getClass());
    }
  }

  @PreDestroy
  void close() {
    reader.shutdownNow();
    writers.shutdownNow();
    feeds.values().forEach(feed -> feed.listeners.forEach(EventListener::complete));
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The data of one event. */
  record Progress(String status, @Nullable String statusReason, CountsView counts) {}

  /** One campaign and who listens to it. */
  private static final class Feed {

    /** A read may follow a delivery; so long without any change, and the last word is spoken. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final UUID accountId;
    private final UUID campaignId;
    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Progress last;
    private Instant changedAt = Instant.MAX;

    Feed(UUID accountId, UUID campaignId) {
      this.accountId = accountId;
      this.campaignId = campaignId;
    }

    boolean settled(Campaign campaign, Progress progress, Instant now) {
      if (!progress.equals(last)) {
        last = progress;
        changedAt = now;
      }
      CountsView counts = progress.counts();
      long underWay = counts.accepted() - counts.delivered() - counts.read();
      return campaign.status().closed()
          && counts.queued() + underWay == 0
          && !now.isBefore(changedAt.plus(counts.delivered() == 0 ? Duration.ZERO : QUIET));
    }
  }
}
