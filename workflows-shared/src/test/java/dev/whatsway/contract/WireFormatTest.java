package dev.whatsway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.campaign.BatchState;
import dev.whatsway.contract.campaign.BulkSending;
import dev.whatsway.contract.campaign.CampaignLifecycle;
import dev.whatsway.contract.campaign.CampaignPlanning;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.LedgerBatchState;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.campaign.StopNotice;
import dev.whatsway.contract.campaign.Tracking;
import dev.whatsway.contract.channel.ChannelCare;
import dev.whatsway.contract.channel.ChannelState;
import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.JourneyEvent;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageSettling;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.contract.recurring.RecurringInput;
import dev.whatsway.contract.recurring.RecurringMaking;
import io.temporal.api.common.v1.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON that stands in histories. A history outlives the code that wrote it: when one of these
 * fails, old campaigns cannot be read any more, so add a field instead of changing one.
 */
class WireFormatTest {

  private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final Failure FAILURE = new Failure(131055, "Method not allowed", "MM only");

  static Stream<Arguments> payloads() {
    return Stream.of(
        Arguments.of(
            new SendResult.Accepted(ID, "wamid.1"),
            """
            {"result":"accepted","attemptId":"00000000-0000-0000-0000-000000000001","wamid":"wamid.1","messageStatus":null}"""),
        Arguments.of(
            new SendResult.Accepted(ID, "wamid.1", "held_for_quality_assessment"),
            """
            {"result":"accepted","attemptId":"00000000-0000-0000-0000-000000000001","wamid":"wamid.1","messageStatus":"held_for_quality_assessment"}"""),
        Arguments.of(
            new SendResult.Later(ID, Instant.parse("2026-01-02T03:04:05Z"), FAILURE),
            """
            {"result":"later","attemptId":"00000000-0000-0000-0000-000000000001","due":"2026-01-02T03:04:05Z","failure":{"code":131055,"title":"Method not allowed","details":"MM only"}}"""),
        Arguments.of(
            new MessageSettling.Deferral(
                MessageStatus.QUEUED, Instant.parse("2026-01-02T03:04:05Z")),
            """
            {"status":"queued","due":"2026-01-02T03:04:05Z"}"""),
        Arguments.of(
            new SendResult.Refused(ID, FAILURE),
            """
            {"result":"refused","attemptId":"00000000-0000-0000-0000-000000000001","failure":{"code":131055,"title":"Method not allowed","details":"MM only"}}"""),
        Arguments.of(
            new SendResult.RateLimited(
                ID, SendResult.RateLimited.Scope.PAIR, Duration.ofSeconds(4), FAILURE),
            """
            {"result":"rate_limited","attemptId":"00000000-0000-0000-0000-000000000001","scope":"PAIR","delay":4.000000000,"failure":{"code":131055,"title":"Method not allowed","details":"MM only"}}"""),
        Arguments.of(
            new SendResult.RateLimited(
                null, SendResult.RateLimited.Scope.PORTFOLIO, Duration.ofHours(5), FAILURE),
            """
            {"result":"rate_limited","attemptId":null,"scope":"PORTFOLIO","delay":18000.000000000,"failure":{"code":131055,"title":"Method not allowed","details":"MM only"}}"""),
        Arguments.of(
            new SendResult.RateLimited(
                null, SendResult.RateLimited.Scope.QUIET_HOURS, Duration.ofHours(5), FAILURE),
            """
            {"result":"rate_limited","attemptId":null,"scope":"QUIET_HOURS","delay":18000.000000000,"failure":{"code":131055,"title":"Method not allowed","details":"MM only"}}"""),
        Arguments.of(
            new SendResult.Rejected(ID, FAILURE),
            """
            {"result":"rejected","attemptId":"00000000-0000-0000-0000-000000000001","failure":{"code":131055,"title":"Method not allowed","details":"MM only"}}"""),
        Arguments.of(
            new SendResult.Unknown(ID, "timeout"),
            """
            {"result":"unknown","attemptId":"00000000-0000-0000-0000-000000000001","cause":"timeout"}"""),
        Arguments.of(
            new SendResult.Held("paused"),
            """
            {"result":"held","reason":"paused"}"""),
        Arguments.of(
            new SendResult.NotSent(MessageStatus.SKIPPED, "no-consent"),
            """
            {"result":"not_sent","status":"skipped","reason":"no-consent"}"""),
        Arguments.of(
            new RecurringInput(ID),
            """
            {"recurringId":"00000000-0000-0000-0000-000000000001"}"""),
        Arguments.of(
            new RecurringMaking.Time(ID, Instant.parse("2026-01-02T03:04:05Z")),
            """
            {"recurringId":"00000000-0000-0000-0000-000000000001","scheduledAt":"2026-01-02T03:04:05Z"}"""),
        Arguments.of(
            new RecurringMaking.Outcome(
                new RecurringMaking.Made(ID, ID, "spring_sale/en_US"), null),
            """
            {"made":{"campaignId":"00000000-0000-0000-0000-000000000001","channelId":"00000000-0000-0000-0000-000000000001","template":"spring_sale/en_US"},"reason":null}"""),
        Arguments.of(
            new SendCommand(ID, 1, null),
            """
            {"messageId":"00000000-0000-0000-0000-000000000001","round":1,"compensates":null}"""),
        Arguments.of(
            new BatchState(BatchState.SCHEMA, ID, 2, 0, 500, 900, 500, 100, false, false),
            """
            {"schema":1,"campaignId":"00000000-0000-0000-0000-000000000001","lane":2,"first":0,"next":500,"end":900,"pageSize":500,"window":100,"paused":false,"canceled":false}"""),
        Arguments.of(
            new MessageInput(
                ID,
                ID,
                ID,
                "spring_sale/en_US",
                Route.MARKETING_MESSAGES,
                Duration.ofHours(24),
                Duration.ofMinutes(30),
                UnknownPolicy.GIVE_UP,
                false,
                Duration.ofMinutes(15)),
            """
            {"messageId":"00000000-0000-0000-0000-000000000001","campaignId":"00000000-0000-0000-0000-000000000001","channelId":"00000000-0000-0000-0000-000000000001","template":"spring_sale/en_US","route":"marketing_messages","ttl":86400.000000000,"unknownDeadline":1800.000000000,"unknownPolicy":"give_up","tracksClicks":false,"lookAfter":900.000000000}"""),
        Arguments.of(
            new MessageEvents(
                List.of(
                    new MessageEvent(
                        MessageEvent.Kind.READ, Instant.parse("2026-01-02T03:04:05Z"), null))),
            """
            {"events":[{"kind":"READ","at":"2026-01-02T03:04:05Z","failure":null,"later":false}]}"""),
        Arguments.of(
            new CampaignPlanning.Schedule(
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                true,
                "spring_sale/en_US",
                ID,
                Tracking.LEDGER),
            """
            {"startAt":"2026-01-02T03:04:05Z","startBy":null,"skipWhenLate":true,"template":"spring_sale/en_US","channelId":"00000000-0000-0000-0000-000000000001","tracking":"ledger","journey":null}"""),
        Arguments.of(
            new CampaignLifecycle.Transition(ID, CampaignStatus.RUNNING, null, true),
            """
            {"campaignId":"00000000-0000-0000-0000-000000000001","status":"running","reason":null,"clearsStops":true}"""),
        Arguments.of(
            new StopNotice(ID, 132015, "Paused."),
            """
            {"stopId":"00000000-0000-0000-0000-000000000001","code":132015,"reason":"Paused."}"""),
        Arguments.of(
            new ChannelState(
                ChannelState.SCHEMA,
                ID,
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                2,
                Instant.parse("2026-01-02T03:04:05Z"),
                3,
                null),
            """
            {"schema":1,"channelId":"00000000-0000-0000-0000-000000000001","syncAt":"2026-01-02T03:04:05Z","renewAt":null,"openStops":2,"probeAt":"2026-01-02T03:04:05Z","probes":3,"quietSince":null}"""),
        Arguments.of(
            new ChannelCare.Standing(1),
            """
            {"openStops":1}"""),
        Arguments.of(
            new ChannelCare.TokenLife(Instant.parse("2026-01-02T03:04:05Z")),
            """
            {"expiresAt":"2026-01-02T03:04:05Z"}"""),
        Arguments.of(
            new TemplateCounts(3, 2, 1, 4),
            """
            {"found":3,"created":2,"updated":1,"deleted":4}"""),
        Arguments.of(
            new RecipientPaging.PageCommand(ID, 0, 900, 500),
            """
            {"campaignId":"00000000-0000-0000-0000-000000000001","next":0,"end":900,"size":500}"""),
        Arguments.of(
            new LedgerBatchState(LedgerBatchState.SCHEMA, ID, 3, 750, 1000, true, false),
            """
            {"schema":1,"campaignId":"00000000-0000-0000-0000-000000000001","lane":3,"first":750,"end":1000,"paused":true,"canceled":false}"""),
        Arguments.of(
            new BulkSending.BulkCommand(ID, 750, 1000),
            """
            {"campaignId":"00000000-0000-0000-0000-000000000001","first":750,"end":1000}"""),
        Arguments.of(
            new BulkSending.BulkResult(
                BulkSending.Remaining.LATER, 250, Instant.parse("2026-01-02T03:04:05Z")),
            """
            {"remaining":"LATER","handled":250,"dueAt":"2026-01-02T03:04:05Z","quietHours":false}"""),
        Arguments.of(
            new JourneyState(
                1,
                ID,
                ID,
                7,
                "hash",
                "pause",
                Map.of("pause", 2),
                Map.of("hello", 1),
                List.of(new AwaitedEvent("replied", null)),
                List.of(new AwaitedEvent("read", "hello"))),
            """
            {"schema":1,"campaignId":"00000000-0000-0000-0000-000000000001","contactId":"00000000-0000-0000-0000-000000000001","ordinal":7,"plan":"hash","step":"pause","visits":{"pause":2},"messages":{"hello":1},"exits":[{"kind":"replied","subject":null}],"happened":[{"kind":"read","subject":"hello"}]}"""),
        Arguments.of(
            new JourneyEvents(List.of(new JourneyEvent("read", "hello", "7/1"))),
            """
            {"events":[{"kind":"read","subject":"hello","message":"7/1"}]}"""),
        Arguments.of(
            new JourneySteps.Command(
                ID,
                ID,
                7,
                "hash",
                null,
                1,
                new Woken.ByEvent(new AwaitedEvent("custom", "order_placed")),
                null,
                Instant.parse("2026-01-02T03:04:05Z")),
            """
            {"campaignId":"00000000-0000-0000-0000-000000000001","contactId":"00000000-0000-0000-0000-000000000001","ordinal":7,"plan":"hash","step":null,"visit":1,"woken":{"by":"event","event":{"kind":"custom","subject":"order_placed"}},"standing":null,"now":"2026-01-02T03:04:05Z"}"""),
        Arguments.of(
            new JourneySteps.Answer(
                "hash",
                "pause",
                new StepResult.Wait(Instant.parse("2026-01-02T03:04:05Z"), List.of(), "waits"),
                List.of(new AwaitedEvent("replied", null))),
            """
            {"plan":"hash","step":"pause","result":{"do":"wait","until":"2026-01-02T03:04:05Z","events":[],"why":"waits"},"exits":[{"kind":"replied","subject":null}]}"""));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void writesWhatOldHistoriesHold(Object value, String json) {
    Payload payload = PayloadConversion.dataConverter().toPayload(value).orElseThrow();

    assertThat(payload.getData().toStringUtf8()).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void readsWhatItWrote(Object value, String json) {
    Payload payload = PayloadConversion.dataConverter().toPayload(value).orElseThrow();
    Class<?> declared = value instanceof SendResult ? SendResult.class : value.getClass();

    Object read = PayloadConversion.dataConverter().fromPayload(payload, declared, declared);

    assertThat(read).isEqualTo(value);
  }

  @Test
  void readsWhatWasWrittenBeforeAFieldCame() {
    assertThat(
            read(
                """
                {"result":"accepted","attemptId":"00000000-0000-0000-0000-000000000001","wamid":"wamid.1"}""",
                SendResult.class))
        .isEqualTo(new SendResult.Accepted(ID, "wamid.1"));
    assertThat(
            read(
                """
                {"remaining":"LATER","handled":250,"dueAt":"2026-01-02T03:04:05Z"}""",
                BulkSending.BulkResult.class))
        .isEqualTo(
            new BulkSending.BulkResult(
                BulkSending.Remaining.LATER, 250, Instant.parse("2026-01-02T03:04:05Z")));
    assertThat(
            read(
                """
                {"kind":"READ","at":"2026-01-02T03:04:05Z","failure":null}""",
                MessageEvent.class))
        .isEqualTo(
            new MessageEvent(MessageEvent.Kind.READ, Instant.parse("2026-01-02T03:04:05Z"), null));
  }

  @Test
  void readsARecordThatANewerWorkerHasWidened() {
    Payload known =
        PayloadConversion.dataConverter().toPayload(new SendCommand(ID, 3, null)).orElseThrow();
    Payload widened =
        known.toBuilder()
            .setData(
                com.google.protobuf.ByteString.copyFromUtf8(
                    known.getData().toStringUtf8().replace("{", "{\"later\":[1],")))
            .build();

    assertThat(
            PayloadConversion.dataConverter()
                .fromPayload(widened, SendCommand.class, SendCommand.class))
        .isEqualTo(new SendCommand(ID, 3, null));
  }

  private static <T> T read(String json, Class<T> type) {
    Payload known = PayloadConversion.dataConverter().toPayload("any").orElseThrow();
    Payload old =
        known.toBuilder().setData(com.google.protobuf.ByteString.copyFromUtf8(json)).build();
    return PayloadConversion.dataConverter().fromPayload(old, type, type);
  }
}
