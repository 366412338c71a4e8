package dev.whatsway.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What it was measured on. */
public final class Machine {

  private Machine() {}

  /** Returns it as the fields of a JSON object. */
  public static Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("processor", line("/proc/cpuinfo", "model name", ":"));
    json.put("memory", line("/proc/meminfo", "MemTotal", ":"));
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    json.put("java", System.getProperty("java.vm.version"));
    return json;
  }

  /** Linux alone tells it in a file; elsewhere the field says so. */
  private static String line(String file, String field, String separator) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(field))
          .map(line -> line.substring(line.indexOf(separator) + 1).strip())
          .findFirst()
          .orElse("not told");
    } catch (IOException notLinux) {
      return "not told";
    }
  }
}
