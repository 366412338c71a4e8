package dev.whatsway.launcher.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for what no log may show: phone numbers, secrets, texts. */
final class LogSearch {

  /** A message id holds the recipient's number in base64, from the ninth character on. */
  private static final Pattern WAMID = Pattern.compile("wamid\\.[A-Za-z0-9+/]{8}");

  private final Path folder;
  private final Map<String, Pattern> forbidden = new LinkedHashMap<>();

  /**
   * @param folder every file in it is searched
   * @param secrets what must not stand in any log, by what it is
   */
  LogSearch(Path folder, Map<String, String> secrets) {
    this.folder = folder;
    forbidden.put("a phone number", Crowd.NUMBER);
    forbidden.put("a message id, which holds a phone number", WAMID);
    forbidden.put("a message's text", Pattern.compile(Crowd.NAME));
    secrets.forEach((what, secret) -> forbidden.put(what, Pattern.compile(Pattern.quote(secret))));
  }

  /** Returns file, line and what it shows; never the thing itself. */
  List<String> leaks() {
    List<String> leaks = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        search(file, leaks);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return leaks;
  }

  private void search(Path file, List<String> leaks) throws IOException {
    // The decoder that replaces what is not UTF-8: a killed process may end in half a character.
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = line;
        for (Map.Entry<String, Pattern> each : forbidden.entrySet()) {
          if (each.getValue().matcher(text).find()) {
            leaks.add(file.getFileName() + ", line " + number + ": " + each.getKey());
          }
        }
      }
    }
  }
}
