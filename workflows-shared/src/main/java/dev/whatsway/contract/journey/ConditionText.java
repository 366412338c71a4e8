package dev.whatsway.contract.journey;

/** A setting that is a condition in CEL; it is checked to be one that answers true or false. */
public record ConditionText(String source) {}
