package dev.whatsway.workers.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.channel.ChannelCare;
import dev.whatsway.contract.channel.ChannelCare.Standing;
import dev.whatsway.contract.channel.ChannelCare.TokenLife;
import dev.whatsway.contract.channel.ChannelState;
import dev.whatsway.contract.channel.ChannelWorkflow;
import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.workers.TestBench;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChannelWorkflowTest {

  private final ChannelCare care = TestBench.standIn(ChannelCare.class);
  private final UUID id = UUID.randomUUID();
  private final TestBench bench = new TestBench();
  private final List<Instant> syncs = new CopyOnWriteArrayList<>();
  private final List<Instant> renewals = new CopyOnWriteArrayList<>();
  private final List<Instant> probes = new CopyOnWriteArrayList<>();
  private volatile @Nullable Instant tokenEnds;
  private volatile int open;

  @BeforeEach
  void prepare() {
    when(care.syncChannel(any()))
        .thenAnswer(
            call -> {
              syncs.add(now());
              return new TokenLife(tokenEnds);
            });
    when(care.renewToken(any()))
        .thenAnswer(
            call -> {
              renewals.add(now());
              tokenEnds = now().plus(Duration.ofDays(60));
              return new TokenLife(tokenEnds);
            });
    when(care.probeStops(any()))
        .thenAnswer(
            call -> {
              probes.add(now());
              return new Standing(open);
            });
    when(care.tellCampaigns(any())).thenAnswer(call -> new Standing(open));
    bench
        .activities(TaskQueues.CAMPAIGNS, care)
        .workflows(TaskQueues.CAMPAIGNS, ChannelWorkflowImpl.class)
        .start();
  }

  @AfterEach
  void stop(TestInfo test) {
    bench.record(
        WorkflowIds.channel(id), "channel-" + test.getTestMethod().orElseThrow().getName());
    bench.close();
  }

  @Test
  void asksMetaAtOnceAndEverySixHours() {
    start();
    await().until(() -> syncs.size() == 1);
    pass(Duration.ofHours(6));
    await().until(() -> syncs.size() == 2);
    assertThat(Duration.between(syncs.get(0), syncs.get(1)))
        .isBetween(Duration.ofHours(6).minusSeconds(10), Duration.ofHours(6).plusSeconds(10));
    assertThat(renewals).isEmpty();
  }

  @Test
  void asksMetaAgainWhenSettingsHaveChanged() {
    ChannelWorkflow channel = start();
    await().until(() -> syncs.size() == 1);
    channel.settingsChanged();
    await().until(() -> syncs.size() == 2);
  }

  @Test
  void exchangesTheTokenSevenDaysBeforeItsEnd() {
    tokenEnds = now().plus(Duration.ofDays(7)).plus(Duration.ofHours(9)).plusNanos(1);
    start();
    await().until(() -> syncs.size() == 1);
    pass(Duration.ofHours(8));
    assertThat(renewals).isEmpty();
    pass(Duration.ofHours(2));
    await().until(() -> renewals.size() == 1);
    pass(Duration.ofHours(3));
    assertThat(renewals).as("the new one lives for 60 days").hasSize(1);
  }

  @Test
  void triesAnHourLaterWhereTheExchangeFails() {
    tokenEnds = now().plus(Duration.ofDays(1));
    doAnswer(
            call -> {
              renewals.add(now());
              throw new IllegalStateException("Meta is away");
            })
        .when(care)
        .renewToken(any());
    start();
    await().until(() -> renewals.size() == 1);
    // Four tries of the activity with their pauses, then the workflow's hour.
    pass(Duration.ofMinutes(50));
    assertThat(renewals).hasSizeLessThanOrEqualTo(4);
    pass(Duration.ofMinutes(20));
    await().until(() -> renewals.size() > 4);
  }

  @Test
  void looksWhetherTheCauseIsGoneAtGrowingPauses() {
    open = 1;
    ChannelWorkflow channel = start();
    await().until(() -> syncs.size() == 1);
    channel.stopsChanged();
    await().until(() -> channel.state().openStops() == 1);
    Instant opened = now();
    for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
      int before = probes.size();
      pass(Duration.ofMinutes(minutes));
      await().until(() -> probes.size() == before + 1);
    }
    assertThat(Duration.between(opened, probes.get(5)))
        .isBetween(Duration.ofMinutes(44), Duration.ofMinutes(46));
    open = 0;
    pass(Duration.ofMinutes(15));
    await().until(() -> channel.state().openStops() == 0);
    int last = probes.size();
    pass(Duration.ofHours(1));
    assertThat(probes).as("nothing stands any more").hasSize(last);
  }

  @Test
  void goesOnWithLongPausesWhereAStopComesBackSoon() {
    open = 1;
    ChannelWorkflow channel = start();
    await().until(() -> syncs.size() == 1);
    channel.stopsChanged();
    await().until(() -> channel.state().openStops() == 1);
    pass(Duration.ofMinutes(1));
    await().until(() -> probes.size() == 1);
    open = 0;
    channel.stopsChanged();
    await().until(() -> channel.state().openStops() == 0);
    open = 1;
    channel.stopsChanged();
    await().until(() -> channel.state().openStops() == 1);
    pass(Duration.ofSeconds(90));
    assertThat(probes).hasSize(1);
    pass(Duration.ofSeconds(40));
    await().until(() -> probes.size() == 2);
  }

  @Test
  void tellsCampaignsWhileMetaIsAway() {
    doThrow(new IllegalStateException("Meta is away")).when(care).syncChannel(any());
    open = 1;
    ChannelWorkflow channel = start();
    channel.stopsChanged();
    await().until(() -> channel.state().openStops() == 1);
  }

  @Test
  void fetchesTemplatesWhenAskedTo() {
    when(care.syncTemplates(id)).thenReturn(new TemplateCounts(3, 2, 1, 4));
    assertThat(start().syncTemplates()).isEqualTo(new TemplateCounts(3, 2, 1, 4));
  }

  private ChannelWorkflow start() {
    ChannelWorkflow channel =
        bench.stub(ChannelWorkflow.class, TaskQueues.CAMPAIGNS, WorkflowIds.channel(id));
    WorkflowClient.start(channel::lookAfter, ChannelState.first(id));
    return channel;
  }

  private void pass(Duration time) {
    bench.environment().sleep(time);
  }

  private Instant now() {
    return Instant.ofEpochMilli(bench.environment().currentTimeMillis());
  }
}
