package dev.whatsway.launcher.chaos;

import java.time.Instant;

/** A process was sent SIGKILL. */
record Kill(Target target, Instant at) {}
