package dev.whatsway.launcher.chaos;

import java.util.List;
import java.util.Map;

/**
 * Everything that is known of a run.
 *
 * @param orders how the pauses, resumes and cancels were answered, counted
 * @param leaks places in logs that show what no log may show
 */
record Evidence(
    int launched,
    OurBooks ours,
    MetasBooks metas,
    List<Kill> kills,
    List<Silence> silences,
    Map<String, Long> orders,
    List<String> leaks) {}
