package dev.whatsway.launcher.bench.bare.endpoint;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Stores what it is sent, each in a committed transaction of its own. */
@RestController
class BareEvents {

  private final JdbcClient jdbc;

  BareEvents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @PostMapping("/events")
  @Transactional
  public void store(@RequestBody String body) {
    jdbc.sql("INSERT INTO bare_events (body) VALUES (?)").param(body).update();
  }

  @GetMapping("/health")
  String health() {
    return "up";
  }
}
