package dev.whatsway.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSearchTest {

  @TempDir Path folder;

  @Test
  void names_file_and_line_and_what_it_is_but_not_the_thing() throws Exception {
    Files.writeString(
        folder.resolve("api.log"),
        """
        Started.
        sending to +4915170000017 failed
        id wamid.HBgNNDkxNTE3MDAwMDAxNxUCABEYEjAA
        Bearer s3cret
        Hi Mirabellenzweig, our sale is on
        """);

    assertThat(new LogSearch(folder, Map.of("the access token", "s3cret")).leaks())
        .containsExactly(
            "api.log, line 2: a phone number",
            "api.log, line 3: a message id, which holds a phone number",
            "api.log, line 4: the access token",
            "api.log, line 5: a message's text");
  }

  @Test
  void digits_within_an_id_are_no_number() throws Exception {
    Files.writeString(
        folder.resolve("api.log"), "message a4915170000017bcd and 149151700000171 and 491517\n");

    assertThat(new LogSearch(folder, Map.of()).leaks()).isEmpty();
  }

  @Test
  void half_a_character_at_the_end_of_a_killed_process_is_no_failure() throws Exception {
    Files.write(folder.resolve("temporal.log"), new byte[] {'o', 'k', '\n', (byte) 0xC3});

    assertThat(new LogSearch(folder, Map.of()).leaks()).isEmpty();
  }
}
