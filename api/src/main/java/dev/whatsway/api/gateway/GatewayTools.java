package dev.whatsway.api.gateway;

import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.graph.GraphReply;
import dev.whatsway.store.gateway.GatewayLedger;
import dev.whatsway.store.pacing.Pacer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What every send works with.
 *
 * @param patience how long a send may wait for its number's turn
 * @param work where PostgreSQL is asked
 */
record GatewayTools(
    GatewayLedger ledger,
    Pacer pacer,
    GraphClient graph,
    GatewayChannels channels,
    MetaReplies replies,
    MetaErrors errors,
    GatewayMetrics metrics,
    CategoryCache categories,
    OutcomeRecorder recorder,
    Duration patience,
    Executor work,
    ScheduledExecutorService later) {

  CompletableFuture<GatewayAnswer> note(GatewayRequest request) {
    return graph
        .exchangeAsync(
            "POST", request.target("messages"), request.channel().accessToken(), request.body())
        .thenApply(
            reply ->
                reply instanceof GraphReply.Answered answered
                    ? GatewayAnswer.metas(answered).of(Route.CLOUD, 1, null)
                    : errors.notReached());
  }
}
