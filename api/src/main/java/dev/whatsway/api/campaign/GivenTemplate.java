package dev.whatsway.api.campaign;

import dev.whatsway.store.template.Template;
import java.util.Set;

/** A template of a campaign's messages, with the keys of the variables that are given for it. */
record GivenTemplate(Template template, Set<String> keys) {}
