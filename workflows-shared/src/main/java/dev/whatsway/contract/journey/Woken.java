package dev.whatsway.contract.journey;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What ended a wait. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Woken.ByTime.class, name = "time"),
  @JsonSubTypes.Type(value = Woken.ByEvent.class, name = "event")
})
public sealed interface Woken {

  /** The moment it waited for has come. */
  record ByTime() implements Woken {}

  /** One of the events it waited for has happened, perhaps before it began to wait. */
  record ByEvent(AwaitedEvent event) implements Woken {}
}
