package dev.whatsway.api.audience;

import dev.whatsway.store.audience.Rejection;
import dev.whatsway.store.audience.Rejections;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the rejected rows as CSV, a page of the table at a time. */
@Component
class RejectedReport {

  private static final int PAGE = 1000;

  private final Rejections rejections;

  RejectedReport(Rejections rejections) {
    this.rejections = rejections;
  }

  void write(UUID audienceId, Writer out) throws IOException {
    out.write("line,field,code,reason\r\n");
    long after = -1;
    List<Rejection> page;
    do {
      page = rejections.page(audienceId, after, PAGE);
      for (Rejection rejection : page) {
        out.write(Long.toString(rejection.line()));
        cell(out, rejection.field());
        cell(out, rejection.code());
        cell(out, rejection.reason());
        out.write("\r\n");
        after = rejection.line();
      }
    } while (page.size() == PAGE);
  }

  private static void cell(Writer out, @Nullable String value) throws IOException {
    out.write(',');
    if (value == null) {
      return;
    }
    boolean quote = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    out.write(quote ? '"' + value.replace("\"", "\"\"") + '"' : value);
  }
}
