package dev.whatsway.journey.definition;

import dev.whatsway.contract.journey.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All of a definition but its steps. */
record Outline(
    @Setting(description = "Who enters.") @Nullable Entry entry,
    @Setting(description = "Who may come again; nobody where left out.") @Nullable Reentry reentry,
    @Setting(description = "What ends it early.", min = "0", max = "20")
        @Nullable List<ExitRule> exitRules,
    @Setting(description = "How much one person gets.") @Nullable Caps caps) {}
