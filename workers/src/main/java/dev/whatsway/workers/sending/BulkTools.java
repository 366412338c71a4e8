package dev.whatsway.workers.sending;

import dev.whatsway.store.message.LaneMessages;
import dev.whatsway.store.message.LaterLedger;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.QuietMessages;
import dev.whatsway.store.message.SendLedger;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What every {@link BulkPass} of this process works with.
 *
 * @param inFlight calls to Meta, and messages on their way to one, that a lane has at most
 */
@Component
record BulkTools(
    NumberTurns turns,
    LaneMessages lane,
    QuietMessages quiet,
    SendLedger claims,
    OutcomeLedger outcomes,
    LaterLedger later,
    GraphCalls calls,
    Answers answers,
    Stopping stopping,
    Persistence persistence,
    Clock clock,
    @Value("${whatsway.bulk.in-flight}") int inFlight) {}
