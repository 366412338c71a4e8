package dev.whatsway.launcher.chaos;

/** A campaign that was launched. */
record Launched(String id, String tracking) {}
