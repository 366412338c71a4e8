package dev.whatsway.contract.journey;

/** A setting that names an earlier send step, whose message is meant; it is checked to be one. */
public record SendRef(String id) {}
