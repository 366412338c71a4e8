/**
 * When something is sent where the recipient lives: zones, windows of local time, quiet hours, and
 * how a crowd is spread. Pure functions of what they are given: none reads a clock. For activities;
 * workflow code records their answers.
 */
@org.jspecify.annotations.NullMarked
package dev.whatsway.journey.time;
