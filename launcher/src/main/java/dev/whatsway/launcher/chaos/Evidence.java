package dev.whatsway.launcher.chaos;

import java.util.List;

/**
 * Everything that is known of a run.
 *
 * @param leaks places in logs that show what no log may show
 */
record Evidence(
    int launched,
    OurBooks ours,
    MetasBooks metas,
    List<Kill> kills,
    List<Silence> silences,
    List<String> leaks) {}
