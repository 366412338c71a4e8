package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.message.MessageInput;

/**
 * One message.
 *
 * @param input as in ours
 * @param signals that it is sent, of which the last ends it
 */
public record BareMessage(MessageInput input, int signals) {}
