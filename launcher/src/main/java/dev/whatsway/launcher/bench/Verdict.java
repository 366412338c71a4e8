package dev.whatsway.launcher.bench;

/**
 * A goal and what became of it, in words.
 *
 * @param what was measured
 * @param peer what it is compared with; empty where with nothing
 * @param ratio of ours to the peer; empty where there is no peer
 */
record Verdict(String what, String ours, String peer, String ratio, String goal, boolean reached) {}
