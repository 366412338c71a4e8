package dev.whatsway.workers.dryrun;

/**
 * A visit of a step that failed whenever it was tried.
 *
 * @param exception its class alone: the message may hold somebody's data
 */
public record Broken(String step, String exception) {}
