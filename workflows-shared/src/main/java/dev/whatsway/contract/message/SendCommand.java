package dev.whatsway.contract.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one send of one message through one route.
 *
 * @param round counts the sends the workflow has asked for, from 1. Within a round Temporal's
 *     retries of the activity find the attempt of the try before them in the ledger.
 * @param compensates the refused attempt that this send makes up for, null when it is a first
 *     choice
 */
public record SendCommand(UUID messageId, int round, @Nullable UUID compensates) {}
