package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a message costs in each tracking mode. */
public record CostsResult(List<MessageCosts> modes) implements BenchResult {

  @Override
  public void print(Console console) {
    modes.forEach(mode -> mode.print(console));
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    modes.forEach(mode -> json.put(mode.mode(), mode.json()));
    return json;
  }
}
