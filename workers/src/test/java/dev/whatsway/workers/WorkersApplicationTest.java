package dev.whatsway.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignCommand;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.CampaignCounts;
import dev.whatsway.store.channel.ChannelSecrets;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.journey.JourneyPlans;
import dev.whatsway.store.message.Replies;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application against a Temporal in memory, a real PostgreSQL and a Graph stub. */
@ExtendWith(EmbeddedPostgresExtension.class)
@SpringBootTest(
    classes = {WorkersApplication.class, WorkersApplicationTest.Attributes.class},
    properties = {
      WorkersApplication.CONFIG_NAME,
      // Its threads would take the events of other tests, which share the database.
      "whatsway.webhooks.dispatchers=0",
      "whatsway.subscriptions.concurrency=0",
      // No webhook comes, so none puts a message off.
      "whatsway.campaigns.late-refusals=0s",
      "spring.temporal.test-server.enabled=true",
      "spring.temporal.connection.target="
    })
@Timeout(40)
class WorkersApplicationTest {

  @Autowired JdbcClient jdbc;
  @Autowired Channels channels;
  @Autowired CampaignCounters counters;
  @Autowired Stops stops;
  @Autowired JourneyPlans plans;
  @Autowired Replies replies;
  @Autowired StatusLedger statuses;
  @Autowired WorkflowClient client;

  private final GraphStub graph = new GraphStub();
  private Scenario scenario;

  @SuppressWarnings("deprecation")
  @DynamicPropertySource
  static void database(DynamicPropertyRegistry registry) throws Exception {
    AeadConfig.register();
    String keyset =
        TinkJsonProtoKeysetFormat.serializeKeyset(
            KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
            InsecureSecretKeyAccess.get());
    registry.add("WHATSWAY_ENCRYPTION_KEY", () -> keyset);
    registry.add("spring.datasource.url", EmbeddedPostgresExtension::url);
    registry.add("spring.datasource.username", () -> "postgres");
  }

  @TestConfiguration
  static class Attributes {
    @Bean
    TemporalOptionsCustomizer<TestEnvironmentOptions.Builder> searchAttributes() {
      return options -> {
        SearchAttributes.ALL.forEach(
            key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        // Its activities are real and take real time.
        return options.setUseTimeskipping(false);
      };
    }
  }

  @BeforeEach
  void channel() {
    scenario = new Scenario(jdbc).channel(channels, graph.url(), UUID.randomUUID().toString(), "t");
  }

  @AfterEach
  void stop() {
    graph.close();
  }

  @Test
  void deliversACampaignOnceToEveryoneWhoAgreed() {
    for (int i = 0; i < 230; i++) {
      scenario.contact();
    }
    scenario.contact(Scenario.phone(), null, null);
    scenario.contact(Scenario.phone(), Scenario.NOW, Scenario.NOW);
    UUID campaign = launch();
    await().atMost(Duration.ofSeconds(60)).until(() -> counters.of(campaign).taken() == 230);
    CampaignProgress progress = result(campaign);
    assertThat(progress.status()).isEqualTo(CampaignStatus.COMPLETED);
    CampaignCounts counts = counters.of(campaign);
    assertThat(counts.planned()).isEqualTo(232);
    assertThat(counts.skippedByReason())
        .containsEntry("no-consent", 1L)
        .containsEntry("opted-out", 1L);
    assertThat(counts.route("marketing_messages")).isEqualTo(230);
    assertThat(graph.calls()).hasSize(230);
    assertThat(graph.calls().get(0).path()).endsWith("/marketing_messages").startsWith("/v23.0/");
    assertThat(graph.calls().get(0).authorization()).isEqualTo("Bearer t");
    assertThat(graph.calls().get(0).body()).contains("\"product_policy\":\"STRICT\"", "Ana");
  }

  @Test
  void sendsRefusedMessagesThroughCloudOnce() {
    for (int i = 0; i < 5; i++) {
      scenario.contact();
    }
    graph.answers(
        call ->
            call.path().endsWith("/marketing_messages")
                ? GraphStub.error(500, 134102)
                : graph.accepted());
    UUID campaign = launch();
    assertThat(result(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(counters.of(campaign).fallbacks()).isEqualTo(5);
    assertThat(counters.of(campaign).route("cloud")).isEqualTo(5);
    assertThat(graph.calls()).hasSize(10);
  }

  /** Users of other systems: a campaign sends hours or days after it should. */
  @Test
  void sendsNothingOfACampaignThatHasEnded() {
    for (int i = 0; i < 3; i++) {
      scenario.contact();
    }
    UUID campaign =
        launch(
            id ->
                jdbc.sql("UPDATE campaigns SET end_at = now() WHERE id = :id")
                    .param("id", id)
                    .update());
    assertThat(result(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(counters.of(campaign).at("canceled")).isEqualTo(3);
    assertThat(counters.of(campaign).conserved()).isTrue();
    assertThat(graph.calls()).isEmpty();
  }

  /** Users of other systems: one bad recipient fails the batch, or the campaign. */
  @Test
  void failsOneBadRecipientAndSendsToAllTheOthers() {
    List<String> bad = List.of(Scenario.phone(), Scenario.phone());
    bad.forEach(phone -> scenario.contact(phone, Scenario.NOW, null));
    for (int i = 0; i < 4; i++) {
      scenario.contact();
    }
    graph.answers(
        call -> {
          if (call.body().contains(bad.get(0))) {
            return GraphStub.error(400, 131026);
          }
          return call.body().contains(bad.get(1)) ? GraphStub.error(400, 132012) : graph.accepted();
        });
    UUID campaign = launch();
    assertThat(result(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
    CampaignCounts counts = counters.of(campaign);
    assertThat(counts.failures()).containsOnly(entry(131026, 1L), entry(132012, 1L));
    assertThat(counts.taken()).isEqualTo(4);
    assertThat(counts.conserved()).isTrue();
  }

  @Test
  void startsNoSendAfterAPauseIsAcknowledgedAndGoesOnAfterTheResume() {
    for (int i = 0; i < 120; i++) {
      scenario.contact();
    }
    UUID campaign = launch();
    await().until(() -> graph.calls().size() >= 10);
    WorkflowStub workflow = client.newUntypedWorkflowStub(WorkflowIds.campaign(campaign));
    workflow.update("pause", CampaignProgress.class, new CampaignCommand("lunch"));
    int atPause = graph.calls().size();
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    assertThat(graph.calls()).hasSize(atPause);
    assertThat(atPause).isLessThan(120);
    workflow.update("resume", CampaignProgress.class, new CampaignCommand(null));
    assertThat(result(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(graph.calls()).hasSize(120);
    assertThat(counters.of(campaign).conserved()).isTrue();
  }

  @Test
  void cancelsForGood() {
    for (int i = 0; i < 120; i++) {
      scenario.contact();
    }
    UUID campaign = launch();
    await().until(() -> graph.calls().size() >= 10);
    WorkflowStub workflow = client.newUntypedWorkflowStub(WorkflowIds.campaign(campaign));
    workflow.update("cancel", CampaignProgress.class, new CampaignCommand("mistake"));
    int atCancel = graph.calls().size();
    assertThat(result(campaign).status()).isEqualTo(CampaignStatus.CANCELED);
    CampaignCounts counts = counters.of(campaign);
    assertThat(counts.at("canceled")).isEqualTo(120 - atCancel);
    assertThat(counts.conserved()).isTrue();
    assertThat(graph.calls()).hasSize(atCancel);
  }

  @Test
  void pausesEveryCampaignOfAStoppedTemplateAndNoOtherAndResumesThem() {
    for (int i = 0; i < 30; i++) {
      scenario.contact();
    }
    graph.answers(
        call ->
            call.body().contains("\"name\":\"sale\"")
                ? GraphStub.error(400, 132015)
                : graph.accepted());
    UUID one = launch();
    UUID two = launch();
    UUID other = launch(campaignOf("news"));
    await().until(() -> !stops.openIn(scenario.account).isEmpty());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> status(one).equals("paused") && status(two).equals("paused"));
    assertThat(
            jdbc.sql("SELECT status_reason FROM campaigns WHERE id = ?")
                .param(one)
                .query(String.class)
                .single())
        .contains("132015", "unpauses it by itself");
    assertThat(result(other).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(counters.of(other).taken()).isEqualTo(30);

    graph.answers(call -> graph.accepted());
    stops.clearAgainst(one, "test");

    assertThat(result(one).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(result(two).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(counters.of(one).taken()).isEqualTo(30);
    assertThat(counters.of(two).taken()).isEqualTo(30);
    assertThat(counters.of(one).at("failed")).isZero();
  }

  @Test
  void goesOnBySecondsAfterANewTokenHasComeWithoutARestart() {
    for (int i = 0; i < 10; i++) {
      scenario.contact();
    }
    graph.answers(
        call ->
            call.authorization().equals("Bearer t") ? GraphStub.error(401, 190) : graph.accepted());
    UUID campaign = launch();
    await().until(() -> status(campaign).equals("paused"));

    channels.update(
        channels.get(scenario.channel), new ChannelSecrets("new", "secret", "verify"), true);
    stops.clearToken(scenario.channel, "a new access token");

    await().atMost(Duration.ofSeconds(15)).until(() -> counters.of(campaign).taken() == 10);
    assertThat(result(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(counters.of(campaign).at("failed")).isZero();
  }

  @Test
  void holdsTheStepOfAStoppedNumberAloneAndGoesOnWithItAfterwards() {
    UUID other = otherNumber();
    for (int i = 0; i < 8; i++) {
      scenario.contact();
    }
    String stopped = "/v23.0/" + channels.get(other).phoneNumberId() + "/";
    graph.answers(
        call -> call.path().startsWith(stopped) ? GraphStub.error(400, 131031) : graph.accepted());
    UUID campaign = launch(journeyThrough(other));

    await().until(() -> taken(campaign, "hello") == 8 && held(campaign) == 8);
    assertThat(status(campaign)).isEqualTo("running");
    assertThat(stops.openOf(other)).singleElement();
    assertThat(callsTo(stopped)).as("what was under way when the stop came").isBetween(1, 8);

    graph.answers(call -> graph.accepted());
    int before = callsTo(stopped);
    stops.clear(stops.openOf(other).get(0).id(), "test");
    await().until(() -> taken(campaign, "again") == 8);
    assertThat(held(campaign)).isZero();
    assertThat(callsTo(stopped)).isEqualTo(before + 8);

    everybodyAnswers(campaign, other);

    assertThat(result(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(taken(campaign, "bye")).isEqualTo(8);
    assertThat(counters.of(campaign).conserved()).isTrue();
    assertThat(
            jdbc.sql(
                    "SELECT DISTINCT step || ':' || (channel_id = ?) FROM messages WHERE campaign_id = ?")
                .params(other, campaign)
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("hello:false", "again:true", "bye:false");
  }

  /** A number of another WABA, with its own template. */
  private UUID otherNumber() {
    UUID other = scenario.anotherChannel("waba-2");
    jdbc.sql("UPDATE channels SET graph_url = ? WHERE id = ?").params(graph.url(), other).update();
    channels.update(channels.get(other), new ChannelSecrets("t", "secret", "verify"), true);
    jdbc.sql(
            """
            INSERT INTO templates SELECT gen_random_uuid(), account_id, 'waba-2', 'voucher', language,
              category, status, parameter_format, components, created_at, updated_at
            FROM templates WHERE account_id = ?
            """)
        .param(scenario.account)
        .update();
    return other;
  }

  private UUID journeyThrough(UUID other) {
    String definition =
        """
        {"steps": [
          {"id": "hello", "type": "send", "template": {"name": "sale", "language": "en"},
           "variables": {"1": "you"}},
          {"id": "again", "type": "send", "channel_id": "%s",
           "template": {"name": "voucher", "language": "en"}, "variables": {"1": "you"}},
          {"id": "answer", "type": "wait_for", "event": "replied", "of": "again", "timeout": "P1D"},
          {"id": "bye", "type": "send", "template": {"name": "sale", "language": "en"},
           "variables": {"1": "you"}}]}
        """
            .formatted(other);
    JourneyPlan plan =
        ((Compiled.Sound) new JourneyKinds(List.of()).compiler().compile(definition)).plan();
    plans.keep(scenario.account, plan.hash(), plan.json());
    UUID campaign = scenario.campaign("scheduled");
    jdbc.sql("UPDATE campaigns SET journey_hash = ? WHERE id = ?")
        .params(plan.hash(), campaign)
        .update();
    return campaign;
  }

  private void everybodyAnswers(UUID campaign, UUID number) {
    List<UUID> people =
        jdbc.sql("SELECT contact_id FROM messages WHERE campaign_id = ? AND step = 'again'")
            .param(campaign)
            .query(UUID.class)
            .list();
    for (UUID person : people) {
      Instant now = Instant.now();
      String answered = replies.latest(number, List.of(person), now).orElseThrow();
      statuses.apply(
          new StatusUpdate(
              null, answered, new MessageEvent(MessageEvent.Kind.REPLIED, now, null), null, null));
    }
  }

  private int taken(UUID campaign, String step) {
    return jdbc.sql(
            "SELECT count(*) FROM messages WHERE campaign_id = ? AND step = ? AND status = 'accepted'")
        .params(campaign, step)
        .query(Integer.class)
        .single();
  }

  private int held(UUID campaign) {
    return jdbc.sql(
            "SELECT count(*) FROM messages WHERE campaign_id = ? AND hold_reason = 'stopped'")
        .param(campaign)
        .query(Integer.class)
        .single();
  }

  private int callsTo(String number) {
    return (int) graph.calls().stream().filter(call -> call.path().startsWith(number)).count();
  }

  private UUID campaignOf(String template) {
    jdbc.sql(
            """
            INSERT INTO templates SELECT gen_random_uuid(), account_id, waba_id, ?, language,
              category, status, parameter_format, components, created_at, updated_at
            FROM templates WHERE account_id = ?
            """)
        .params(template, scenario.account)
        .update();
    UUID campaign = scenario.campaign("scheduled");
    jdbc.sql("UPDATE campaigns SET template_name = ? WHERE id = ?")
        .params(template, campaign)
        .update();
    return campaign;
  }

  private String status(UUID campaign) {
    return jdbc.sql("SELECT status FROM campaigns WHERE id = ?")
        .param(campaign)
        .query(String.class)
        .single();
  }

  private UUID launch() {
    return launch(campaign -> {});
  }

  private UUID launch(Consumer<UUID> before) {
    UUID campaign = scenario.campaign("scheduled");
    before.accept(campaign);
    return launch(campaign);
  }

  private UUID launch(UUID campaign) {
    CampaignWorkflow workflow =
        client.newWorkflowStub(
            CampaignWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.CAMPAIGNS)
                .setWorkflowId(WorkflowIds.campaign(campaign))
                .build());
    WorkflowClient.start(workflow::run, new CampaignInput(campaign));
    return campaign;
  }

  private CampaignProgress result(UUID campaign) {
    return client
        .newUntypedWorkflowStub(WorkflowIds.campaign(campaign))
        .getResult(CampaignProgress.class);
  }
}
