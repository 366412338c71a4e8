package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.process.ChildSpec;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Where the peers of ours are started: beside the stack, with which they end.
 *
 * @param home the project's folder
 * @param cache the folder for what is downloaded once
 * @param folder this run's own, deleted after it
 * @param temporalAddress host:port
 * @param workersHeap how large the heap of our workers may grow, in Java's words
 * @param start starts a process and returns once it serves
 * @param freePort finds a port that is free now
 */
public record PeerPlace(
    Path home,
    Path cache,
    Path folder,
    String temporalAddress,
    String temporalNamespace,
    String workersHeap,
    Consumer<ChildSpec> start,
    IntSupplier freePort) {}
