package dev.whatsway.simulator;

import java.util.Map;

/**
 * Shares of the people without an entry of their own, one distribution per field of {@link Fate}.
 * Each map gives values and the fraction of people they apply to; the rest get the good value.
 */
record Rates(
    Map<String, Double> mmRefusal,
    Map<String, Double> refuse,
    Map<String, Double> trouble,
    int troubleTimes,
    Map<String, Double> fail,
    Map<Fate.Reach, Double> reach,
    double click,
    double reply,
    String replyText,
    Map<Integer, Double> copies,
    Map<Fate.Disorder, Double> disorder,
    Map<Fate.Connection, Double> connection,
    int connectionTimes,
    long lateMs,
    Map<Fate.Hold, Double> hold) {}
