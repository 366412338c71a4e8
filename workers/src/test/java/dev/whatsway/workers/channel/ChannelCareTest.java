package dev.whatsway.workers.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.simulator.GraphSimulator;
import dev.whatsway.simulator.SimulatorOptions;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.channel.AccountStops;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.ChannelSecrets;
import dev.whatsway.store.channel.ChannelUpkeep;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.channel.Stop.Cause;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.template.TemplateSyncs;
import dev.whatsway.store.template.Templates;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.workers.StoreContext;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Against the simulator's Graph API and a real PostgreSQL. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class ChannelCareTest {

  private static final Clock CLOCK = Clock.systemUTC();

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final AnnotationConfigApplicationContext store = StoreContext.open();
  private final Channels channels = store.getBean(Channels.class);
  private final Stops stops = store.getBean(Stops.class);
  private final ChannelUpkeep upkeep = store.getBean(ChannelUpkeep.class);
  private final Templates templates = store.getBean(Templates.class);
  private final WorkflowClient temporal = mock(WorkflowClient.class);
  private GraphSimulator meta;
  private Scenario scenario;
  private UUID message;
  private ChannelCareActivities care;

  @BeforeEach
  void aChannel() throws Exception {
    when(temporal.newUntypedWorkflowStub(anyString())).thenReturn(mock(WorkflowStub.class));
    meta = GraphSimulator.start(SimulatorOptions.onFreePort().withBehaviour("{}"));
    scenario =
        new Scenario(jdbc)
            .channel(channels, meta.url().toString(), "106540352242922", "first-token");
    jdbc.sql("UPDATE channels SET waba_id = '102290129340398', throughput_configured = false")
        .update();
    message = scenario.message(scenario.campaign("running"), scenario.contact());
    GraphReader graph = new GraphReader(new JsonMapper());
    Tokens tokens = new Tokens(graph, upkeep, stops, CLOCK);
    TemplateSync sync = new TemplateSync(graph, templates, CLOCK);
    care =
        new ChannelCareActivities(
            new GraphLines(channels, "http://127.0.0.1:1"),
            stops,
            new CampaignSignals(new CampaignLines(jdbc), temporal),
            new LiftedMessages(
                new CampaignLines(jdbc), store.getBean(CampaignMessages.class), temporal),
            new NumberSync(graph, upkeep, store.getBean(AccountStops.class)),
            tokens,
            new Probes(graph, tokens, sync),
            sync,
            new TemplateSyncs(jdbc, CLOCK));
  }

  @AfterEach
  void stop() {
    meta.close();
    store.close();
  }

  @Test
  void storesWhatMetaSaysOfTheNumber() {
    meta.mergeBehaviour(
        """
        {"phone_numbers": {"106540352242922": {"status": "FLAGGED", "quality_rating": "YELLOW",
          "throughput_level": "HIGH", "messaging_limit": "TIER_10K"}}}
        """);

    care.syncChannel(scenario.channel);

    Channel channel = channels.get(scenario.channel);
    assertThat(channel.status()).isEqualTo("flagged");
    assertThat(channel.qualityRating()).isEqualTo("YELLOW");
    assertThat(channel.messagingLimit()).isEqualTo("TIER_10K");
    assertThat(channel.throughput()).isEqualTo(1000);
    assertThat(stops.openOf(scenario.channel))
        .as("a flagged number is stopped, once")
        .singleElement()
        .satisfies(stop -> assertThat(stop.explained()).contains("flagged"));
  }

  @Test
  void leavesAThroughputThatAnOperatorHasSaid() {
    jdbc.sql("UPDATE channels SET throughput = 7, throughput_configured = true").update();
    care.syncChannel(scenario.channel);
    assertThat(channels.get(scenario.channel).throughput()).isEqualTo(7);
  }

  @Test
  void stopsANumberWhoseQualityIsTooLowUntilSomebodyResumesIt() {
    quality("RED");
    care.syncChannel(scenario.channel);
    assertThat(stops.openOf(scenario.channel))
        .singleElement()
        .satisfies(stop -> assertThat(stop.explained()).contains("131048", "RED"));

    stops.clearAgainst(jdbc.sql("SELECT id FROM campaigns").query(UUID.class).single(), "Ann");
    care.syncChannel(scenario.channel);
    assertThat(stops.openOf(scenario.channel)).as("she knows").isEmpty();
  }

  @Test
  void slowsANumberDownWhereThatIsItsPolicyUntilItsQualityIsBetter() {
    jdbc.sql("UPDATE channels SET quality_policy = 'slow'").update();
    quality("RED");
    care.syncChannel(scenario.channel);
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(channels.get(scenario.channel).statusReason()).contains("quarter");

    care.syncChannel(scenario.channel);
    assertThat(isSlowed()).isTrue();

    quality("YELLOW");
    care.syncChannel(scenario.channel);
    assertThat(isSlowed()).isFalse();
    assertThat(channels.get(scenario.channel).statusReason()).isNull();
  }

  private void quality(String rating) {
    meta.mergeBehaviour(
        "{\"phone_numbers\": {\"106540352242922\": {\"quality_rating\": \"" + rating + "\"}}}");
  }

  private boolean isSlowed() {
    return jdbc.sql("SELECT slowed_at IS NOT NULL FROM channels").query(Boolean.class).single();
  }

  @Test
  void exchangesATokenThatEndsAndStoresTheNewOne() {
    Instant soon = Instant.ofEpochSecond(CLOCK.instant().plus(Duration.ofDays(3)).getEpochSecond());
    meta.mergeBehaviour(
        "{\"tokens\": {\"first-token\": {\"expires_at\": " + soon.getEpochSecond() + "}}}");
    assertThat(care.syncChannel(scenario.channel).expiresAt()).isEqualTo(soon);
    assertThat(channels.get(scenario.channel).tokenExpiresAt()).isEqualTo(soon);

    Instant later = care.renewToken(scenario.channel).expiresAt();

    assertThat(later).isAfter(CLOCK.instant().plus(Duration.ofDays(59)));
    assertThat(channels.secrets(scenario.channel).accessToken()).startsWith("exchanged-");
    assertThat(channels.get(scenario.channel).tokenExpiresAt())
        .isAfter(CLOCK.instant().plus(Duration.ofDays(59)));
    assertThat(care.syncChannel(scenario.channel).expiresAt()).as("the new one works").isNotNull();
  }

  @Test
  void stopsAChannelWhoseTokenIsInvalidUntilItGetsAnother() {
    meta.mergeBehaviour("{\"tokens\": {\"first-token\": {\"valid\": false}}}");
    assertThat(care.syncChannel(scenario.channel).expiresAt()).isNull();
    assertThat(stops.openOf(scenario.channel))
        .singleElement()
        .satisfies(stop -> assertThat(stop.explained()).contains("190", "PATCH"));

    assertThat(care.probeStops(scenario.channel).openStops()).isEqualTo(1);

    channels.update(
        channels.get(scenario.channel), new ChannelSecrets("second-token", "s", "v"), true);
    assertThat(care.probeStops(scenario.channel).openStops()).isZero();
  }

  @Test
  void keepsATokenThatAnOperatorHasSetMeanwhile() {
    assertThat(upkeep.replaceToken(scenario.channel, "another", "exchanged", null)).isFalse();
    assertThat(channels.secrets(scenario.channel).accessToken()).isEqualTo("first-token");
    channels.update(
        channels.get(scenario.channel), new ChannelSecrets("stale", "secret", "verify"), false);
    assertThat(channels.secrets(scenario.channel).accessToken()).isEqualTo("first-token");
  }

  @Test
  void clearsTheStopOfATemplateWhenMetaHasItApprovedAgain() {
    meta.mergeBehaviour(
        """
        {"templates": [{"name": "sale", "language": "en", "category": "MARKETING"}],
         "template_status": {"sale": "PAUSED"}}
        """);
    stops.open(message, new Refusal(Cause.TEMPLATE, 132015, "Paused.", "Wait."));
    assertThat(care.probeStops(scenario.channel).openStops()).isEqualTo(1);

    meta.mergeBehaviour("{\"template_status\": {\"sale\": \"APPROVED\"}}");
    assertThat(care.probeStops(scenario.channel).openStops()).isZero();
  }

  @Test
  void clearsTheStopOfAnAccountWhenMetaSaysThatItCanSend() {
    meta.mergeBehaviour("{\"waba_health\": \"BLOCKED\"}");
    stops.open(message, new Refusal(Cause.WABA, 131042, "Unpaid.", "Pay."));
    assertThat(care.probeStops(scenario.channel).openStops()).isEqualTo(1);

    meta.mergeBehaviour("{\"waba_health\": \"AVAILABLE\"}");
    assertThat(care.probeStops(scenario.channel).openStops()).isZero();
  }

  @Test
  void fetchesTemplatesPageByPage() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 230; i++) {
      many.append(i == 0 ? "" : ",")
          .append("{\"name\": \"t_" + i + "\", \"language\": \"en\", \"category\": \"UTILITY\"}");
    }
    meta.mergeBehaviour("{\"templates\": [" + many + "]}");
    TemplateSync sync = new TemplateSync(new GraphReader(new JsonMapper()), templates, CLOCK);
    GraphLine line = new GraphLines(channels, "").of(scenario.channel);
    int[] pages = new int[1];

    assertThat(sync.sync(line, () -> pages[0]++)).isEqualTo(new TemplateCounts(230, 230, 0, 0));
    assertThat(pages[0]).isEqualTo(3);
    assertThat(
            jdbc.sql("SELECT count(DISTINCT meta_id) FROM templates WHERE name LIKE 't\\_%'")
                .query(Integer.class)
                .single())
        .as("learnt from Meta, where it tells them")
        .isEqualTo(230);
    meta.mergeBehaviour("{\"template_status\": {\"t_7\": \"PAUSED\"}}");
    assertThat(sync.sync(line, () -> {})).isEqualTo(new TemplateCounts(230, 0, 1, 0));
    assertThat(templates.find(scenario.account, line.channel().wabaId(), "t_7", "en"))
        .hasValueSatisfying(found -> assertThat(found.status()).isEqualTo("PAUSED"));
  }

  @Test
  void marksWhatDisappearedDeletedAndNothingElse() {
    meta.mergeBehaviour(
        """
        {"templates": [{"name": "stays", "language": "en", "category": "UTILITY"},
          {"name": "goes", "language": "en", "category": "UTILITY"}]}
        """);
    TemplateSync sync = new TemplateSync(new GraphReader(new JsonMapper()), templates, CLOCK);
    GraphLine line = new GraphLines(channels, "").of(scenario.channel);
    jdbc.sql("UPDATE templates SET waba_id = ?").param(line.channel().wabaId()).update();
    sync.sync(line, () -> {});
    int mine = count("meta_id IS NULL");
    meta.mergeBehaviour(
        "{\"templates\": [{\"name\": \"stays\", \"language\": \"en\", \"category\": \"UTILITY\"}]}");

    TemplateCounts counts = sync.sync(line, () -> {});

    assertThat(counts.deleted()).isEqualTo(1);
    assertThat(status("stays")).isEqualTo("APPROVED");
    assertThat(status("goes")).isEqualTo("DELETED");
    assertThat(count("meta_id IS NULL AND status = 'DELETED'"))
        .as("those that were only made known here")
        .isZero();
    assertThat(count("meta_id IS NULL")).isEqualTo(mine).isPositive();
    assertThat(sync.sync(line, () -> {}).deleted()).as("once").isZero();
    meta.mergeBehaviour("{\"templates\": []}");
    assertThat(sync.sync(line, () -> {})).isEqualTo(new TemplateCounts(0, 0, 0, 0));
    assertThat(status("stays")).as("an empty list is not believed").isEqualTo("APPROVED");
  }

  @Test
  void fetchesAWabasTemplatesOnceWhenTheyAreDue() {
    meta.mergeBehaviour(
        "{\"templates\": [{\"name\": \"new\", \"language\": \"en\", \"category\": \"UTILITY\"}]}");
    care.syncChannel(scenario.channel);
    assertThat(count("name = 'new'")).as("a WABA that is new here").isZero();

    jdbc.sql("UPDATE template_syncs SET due_at = now()").update();
    care.syncChannel(scenario.channel);
    assertThat(count("name = 'new'")).isEqualTo(1);
    assertThat(
            jdbc.sql("SELECT due_at > now() + interval '5 hours' FROM template_syncs")
                .query(Boolean.class)
                .single())
        .as("done")
        .isTrue();

    jdbc.sql("DELETE FROM templates WHERE name = 'new'").update();
    care.syncChannel(scenario.channel);
    assertThat(count("name = 'new'")).as("taken").isZero();
  }

  private int count(String where) {
    return jdbc.sql("SELECT count(*) FROM templates WHERE " + where).query(Integer.class).single();
  }

  private String status(String name) {
    return jdbc.sql("SELECT status FROM templates WHERE name = ?")
        .param(name)
        .query(String.class)
        .single();
  }
}
