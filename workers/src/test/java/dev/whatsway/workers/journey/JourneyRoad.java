package dev.whatsway.workers.journey;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.journey.JourneyView;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageSending;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.MessageWorkflow;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.DefinitionCompiler;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.StandardTexts;
import dev.whatsway.journey.step.CoreSteps;
import dev.whatsway.journey.step.HttpCallStep;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.journey.travel.StepTaker;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.Entered;
import dev.whatsway.store.journey.JourneyEntries;
import dev.whatsway.store.journey.JourneyMessages;
import dev.whatsway.store.journey.JourneyOrders;
import dev.whatsway.store.journey.JourneyPlans;
import dev.whatsway.store.journey.JourneySignals;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.store.journey.SplitLedger;
import dev.whatsway.store.link.LinkTokens;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.workers.StoreContext;
import dev.whatsway.workers.TestBench;
import dev.whatsway.workers.message.QuietStatuses;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.Workflow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A journey under way: the real workflows, activities, courier and tables, on virtual time. Meta
 * takes every message, and what people then do is laid down by step.
 */
final class JourneyRoad implements AutoCloseable {

  /** By then the message's workflow has ended. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private static final String REACTION = "UPDATE messages SET %1$s_at = :now%2$s WHERE id = :id";

  private final TestBench bench = new TestBench();
  private final AnnotationConfigApplicationContext store;
  private final Map<String, Map<String, Duration>> reactions = new HashMap<>();
  private final Map<String, String> fates = new HashMap<>();
  private final JourneyCourier courier;
  final JdbcClient jdbc;
  final Scenario scenario;
  final UUID campaign;
  final JourneyPlan plan;
  final List<String> called = new ArrayList<>();
  private long ordinal;

  JourneyRoad(String definition) {
    Clock clock = new VirtualClock();
    store = StoreContext.prepared();
    store.registerBean("virtual", Clock.class, () -> clock, bean -> bean.setPrimary(true));
    store.refresh();
    jdbc = get(JdbcClient.class);
    scenario = new Scenario(jdbc).channel();
    plan = keep(definition);
    campaign = scenario.campaign("running");
    jdbc.sql(
            """
            UPDATE campaigns SET journey_hash = ?, timezone = 'Europe/Berlin',
              started_at = ?, end_at = ? WHERE id = ?
            """)
        .params(plan.hash(), at(now()), at(now().plus(Duration.ofDays(36_500))), campaign)
        .update();
    courier = new JourneyCourier(get(JourneySignals.class), bench.client(), clock);
    bench
        .workflows(TaskQueues.JOURNEYS, JourneyWorkflowImpl.class)
        .workflows(TaskQueues.MESSAGES, OfferedMessage.class)
        .activities(TaskQueues.JOURNEYS, steps())
        .activities(TaskQueues.SENDING, new Taking())
        .start();
  }

  JourneyRoad endingAfter(Duration length) {
    jdbc.sql("UPDATE campaigns SET end_at = ? WHERE id = ?")
        .params(at(now().plus(length)), campaign)
        .update();
    return this;
  }

  <T> T get(Class<T> type) {
    return store.getBean(type);
  }

  JourneyPlan keep(String definition) {
    Compiled compiled =
        new DefinitionCompiler(CoreSteps.ALL, new StandardTexts()).compile(definition);
    if (!(compiled instanceof Compiled.Sound sound)) {
      throw new IllegalArgumentException(compiled.toString());
    }
    get(JourneyPlans.class).keep(scenario.account, sound.plan().hash(), sound.plan().json());
    return sound.plan();
  }

  private JourneyStepsActivities steps() {
    CompiledPlans plans = get(CompiledPlans.class);
    StepTaker taker =
        new JourneyConfiguration()
            .stepTaker(
                new JourneyMessagePlans(
                    get(CampaignRuns.class),
                    get(Channels.class),
                    get(Journeys.class),
                    get(JourneyMessages.class),
                    plans,
                    get(LinkTokens.class),
                    QuietStatuses.none()),
                new LedgerSplits(get(Journeys.class), get(SplitLedger.class)),
                (settings, body, context) -> {
                  called.add(settings.url() + " " + body);
                  return new HttpCallStep.Answer(true, "answered");
                },
                (settings, context) -> "entered",
                store.getBeanProvider(
                    org.springframework.core.ResolvableType.forClass(
                        dev.whatsway.contract.journey.JourneyStep.class)));
    Departures departures = new Departures(get(JourneyMessages.class), bench.client());
    return new JourneyStepsActivities(
        get(CampaignRuns.class),
        get(Journeys.class),
        plans,
        new People(
            get(Contacts.class),
            get(Journeys.class),
            get(Suppressions.class),
            get(JourneyMessages.class),
            new Conditions()),
        new Moves(get(JourneyOrders.class), plans, departures, taker),
        departures,
        new Pauses(get(CampaignRuns.class)),
        taker,
        bench.client());
  }

  /** Lays down that whoever gets the step's message does this so long after it. */
  JourneyRoad react(String step, String kind, Duration after) {
    reactions.computeIfAbsent(step, s -> new HashMap<>()).put(kind, after);
    return this;
  }

  /** Lays down that Meta's answer to the step's message is lost: {@code unknown}, or to come. */
  JourneyRoad fate(String step, String fate) {
    fates.put(step, fate);
    return this;
  }

  UUID person(String phone, @Nullable String timezone, Map<String, String> attributes) {
    UUID contact = scenario.contact(phone, Scenario.NOW.minus(Duration.ofDays(400)), null);
    jdbc.sql("UPDATE contacts SET timezone = ? WHERE id = ?").params(timezone, contact).update();
    attributes.forEach((name, value) -> get(Contacts.class).setAttribute(contact, name, value));
    return contact;
  }

  /** Lets somebody in, by the way of the outbox. */
  WorkflowStub enters(UUID contact, Map<String, Object> event) {
    jdbc.sql(
            """
            INSERT INTO journeys (campaign_id, ordinal, contact_id, run, plan_hash, status, event,
              created_at)
            SELECT :campaign, :ordinal, :contact, 1 + (SELECT count(*) FROM journeys
              WHERE campaign_id = :campaign AND contact_id = :contact), :plan, 'planned',
              :event::jsonb, :now
            """)
        .param("campaign", campaign)
        .param("ordinal", ordinal++)
        .param("contact", contact)
        .param("plan", plan.hash())
        .param("event", get(tools.jackson.databind.json.JsonMapper.class).writeValueAsString(event))
        .param("now", at(now()))
        .update();
    signal(contact, "start", null, null);
    return bench.client().newUntypedWorkflowStub(WorkflowIds.journey(campaign, contact));
  }

  /** Lets somebody in as an event does, which freezes what is known of them. */
  WorkflowStub told(UUID contact, Map<String, Object> event) {
    Entered entered =
        get(JourneyEntries.class).enter(get(Campaigns.class).get(campaign), contact, event, now());
    if (!(entered instanceof Entered.In)) {
      throw new IllegalStateException(entered.toString());
    }
    carry();
    return bench.client().newUntypedWorkflowStub(WorkflowIds.journey(campaign, contact));
  }

  void custom(UUID contact, String name) {
    signal(contact, "event", "custom", name);
  }

  void recheck(UUID contact) {
    signal(contact, "recheck", null, null);
  }

  private void signal(UUID contact, String kind, @Nullable String event, @Nullable String subject) {
    jdbc.sql(
            """
            INSERT INTO journey_signals (campaign_id, contact_id, kind, event, subject, due_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        .params(campaign, contact, kind, event, subject, at(now()))
        .update();
    carry();
  }

  /** Does something after a while of virtual time. */
  void later(Duration after, Runnable what) {
    bench.environment().registerDelayedCallback(after, what);
  }

  void sleep(Duration length) {
    bench.environment().sleep(length);
  }

  JourneyView end(WorkflowStub journey) {
    return journey.getResult(JourneyView.class);
  }

  synchronized void carry() {
    while (courier.carry() > 0) {
      // Until nothing is due.
    }
  }

  Instant now() {
    return Instant.ofEpochMilli(bench.environment().currentTimeMillis());
  }

  /** Returns each message as step@local time, in order. */
  List<String> messages(UUID contact, ZoneId zone) {
    return jdbc.sql(
            """
            SELECT step, status, skip_reason, accepted_at FROM messages WHERE campaign_id = ?
              AND contact_id = ? ORDER BY ordinal
            """)
        .params(campaign, contact)
        .query(
            (row, n) -> {
              OffsetDateTime at = row.getObject("accepted_at", OffsetDateTime.class);
              return at == null
                  ? row.getString("step") + " " + row.getString("skip_reason")
                  : row.getString("step")
                      + "@"
                      + at.atZoneSameInstant(zone).toLocalDateTime().withNano(0).withSecond(0);
            })
        .list();
  }

  List<String> steps(UUID contact) {
    return jdbc.sql(
            "SELECT step FROM messages WHERE campaign_id = ? AND contact_id = ? ORDER BY ordinal")
        .params(campaign, contact)
        .query(String.class)
        .list();
  }

  long counter(String metric) {
    return jdbc.sql(
            """
            SELECT COALESCE(sum(n), 0) FROM campaign_counters WHERE campaign_id = ? AND metric = ?
            """)
        .params(campaign, metric)
        .query(Long.class)
        .single();
  }

  /** Returns how long the person's journey lasted. */
  Duration lasted(UUID contact) {
    double seconds =
        jdbc.sql(
                """
                SELECT extract(epoch FROM ended_at - created_at)::float8 FROM journeys
                WHERE campaign_id = ? AND contact_id = ?
                """)
            .params(campaign, contact)
            .query(Double.class)
            .single();
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  String reason(UUID contact) {
    return jdbc.sql(
            """
            SELECT ended_reason FROM journeys WHERE campaign_id = ? AND contact_id = ?
            ORDER BY ordinal DESC LIMIT 1
            """)
        .params(campaign, contact)
        .query(String.class)
        .single();
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  @Override
  public void close() {
    bench.close();
    courier.close();
    store.close();
  }

  private final class VirtualClock extends Clock {

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now();
    }
  }

  /** Meta, as far as a journey sees it. */
  private final class Taking implements MessageSending {

    @Override
    public SendResult sendViaMarketingMessages(SendCommand command) {
      return take(command.messageId());
    }

    @Override
    public SendResult sendViaCloud(SendCommand command) {
      return take(command.messageId());
    }

    private SendResult take(UUID message) {
      String step =
          jdbc.sql("SELECT split_part(step, '~', 1) FROM messages WHERE id = ?")
              .param(message)
              .query(String.class)
              .single();
      switch (fates.getOrDefault(step, "accepted")) {
        case "unknown" -> later(ANSWER, () -> happens(message, "updated", ", status = 'unknown'"));
        case "none" -> {}
        default -> later(ANSWER, () -> happens(message, "accepted", ", status = 'accepted'"));
      }
      reactions
          .getOrDefault(step, Map.of())
          .forEach(
              (kind, after) ->
                  later(
                      after.plus(ANSWER),
                      () ->
                          happens(message, kind, kind.equals("read") ? ", status = 'read'" : "")));
      return new SendResult.Accepted(UUID.randomUUID(), null, null);
    }

    private void happens(UUID message, String kind, String more) {
      jdbc.sql(REACTION.formatted(kind, more))
          .param("now", at(now()))
          .param("id", message)
          .update();
      carry();
    }
  }

  /**
   * Offers its message and is done. The time-skipping server of SDK 1.38 stops skipping for good
   * when a child ends after its parent, as messages of journeys do.
   */
  public static final class OfferedMessage implements MessageWorkflow {

    private final MessageSending meta =
        Workflow.newActivityStub(
            MessageSending.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.SENDING)
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .build());

    @Override
    public MessageView deliver(MessageInput input) {
      meta.sendViaCloud(new SendCommand(input.messageId(), 1, null));
      return view();
    }

    @Override
    public void events(MessageEvents events) {}

    @Override
    public void recheck() {}

    @Override
    public MessageView view() {
      return new MessageView(MessageStatus.QUEUED, null, false, false, null, null, null);
    }
  }
}
