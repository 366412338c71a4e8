package dev.whatsway.workers.dryrun;

import java.util.List;

/** All that would happen, in no order. */
public record DryOutcome(
    List<DrySend> sends, List<DryMove> moves, List<DryEnd> ends, List<Broken> broken) {}
