package dev.whatsway.launcher;

/**
 * What a channel has to say so that it works with the simulator started here.
 *
 * @param url the channel's {@code graph_url}
 * @param appSecret what the simulator signs its webhooks with
 */
public record SimulatorAccess(String url, String appSecret) {}
