package dev.whatsway.simulator;

import com.sun.net.httpserver.HttpExchange;
import dev.whatsway.simulator.MediaStore.Media;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.RequestContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Upload, look-up, download and deletion of media. Files go to disk as they come. A download has an
 * address of its own that needs the bearer token and is good for five minutes (Meta, "Media").
 */
final class MediaEndpoint {
  private static final Duration LINK_LIFE = Duration.ofMinutes(5);
  private static final String DOWNLOADS = "whatsapp_business";

  private final MediaStore store;
  private final BehaviourStore behaviour;
  private final Supplier<URI> self;
  private final Clock clock;

  MediaEndpoint(MediaStore store, BehaviourStore behaviour, Supplier<URI> self, Clock clock) {
    this.store = store;
    this.behaviour = behaviour;
    this.self = self;
    this.clock = clock;
  }

  /** Whether the path is that of a download; Meta serves these from another host. */
  static boolean isDownload(Request request) {
    return request.method().equals("GET")
        && request.path().size() == 2
        && request.path().get(0).equals(DOWNLOADS);
  }

  boolean knows(String id) {
    return store.find(id) != null;
  }

  /** Stores an upload; the body is read from the exchange, whose head alone was read so far. */
  Answer upload(String phoneNumberId, HttpExchange exchange) throws IOException {
    ManagementEndpoint.requireObject(phoneNumberId, behaviour.current());
    Path file = store.newFile();
    try {
      Form form = read(exchange, file);
      Media media =
          store.add(phoneNumberId, form.checkedType(Files.size(file)), form.sha256(), file);
      ObjectNode answer = Json.object();
      answer.put("id", media.id());
      return latent(answer);
    } catch (GraphError refused) {
      MediaStore.remove(file);
      // The rest of a refused upload is read, so that the answer finds its way.
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      throw refused;
    } catch (IOException | RuntimeException brokenOff) {
      MediaStore.remove(file);
      throw brokenOff;
    }
  }

  Answer node(String id, Request request) {
    Media media = known(id, request);
    ObjectNode node = Json.object();
    node.put("messaging_product", "whatsapp");
    node.put(
        "url",
        self.get()
            + "/"
            + DOWNLOADS
            + "/attachments/?mid="
            + id
            + "&ext="
            + clock.instant().plus(LINK_LIFE).getEpochSecond()
            + "&hash="
            + media.sha256().substring(0, 16));
    node.put("mime_type", media.mimeType());
    node.put("sha256", media.sha256());
    node.put("file_size", media.bytes());
    node.put("id", id);
    return latent(node);
  }

  Answer delete(String id, Request request) {
    known(id, request);
    store.delete(id);
    return latent(Json.object().put("success", true));
  }

  /** Writes the file to the exchange, or answers 401 or 404 without a body of Meta's shape. */
  void download(Request request, HttpExchange exchange) throws IOException {
    Media media = store.find(request.query().getOrDefault("mid", ""));
    boolean late = clock.instant().getEpochSecond() > request.number("ext", 0);
    boolean right =
        media != null
            && media.sha256().startsWith(request.query().getOrDefault("hash", "?"))
            && !late;
    try (exchange) {
      if (!right) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", media.mimeType());
      exchange.sendResponseHeaders(200, media.bytes() == 0 ? -1 : media.bytes());
      Files.copy(media.file(), exchange.getResponseBody());
    }
  }

  private Media known(String id, Request request) {
    Media media = store.find(id);
    String number = request.query().get("phone_number_id");
    if (media == null || number != null && !number.equals(media.phoneNumberId())) {
      throw GraphError.of("object-missing");
    }
    return media;
  }

  private Answer latent(ObjectNode body) {
    return Answer.json(200, body).after(Chance.within(behaviour.current().latencyMs()));
  }

  private static Form read(HttpExchange exchange, Path file) throws IOException {
    String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
    if (contentType == null || !contentType.startsWith("multipart/form-data")) {
      throw GraphError.of("100", "Param file is required, as multipart/form-data");
    }
    Form form = new Form();
    try {
      FileItemIterator parts = new FileUpload().getItemIterator(context(exchange, contentType));
      while (parts.hasNext()) {
        form.take(parts.next(), file);
      }
    } catch (FileUploadException broken) {
      throw GraphError.of("131053", "The upload is not well-formed multipart/form-data");
    }
    return form;
  }

  private static RequestContext context(HttpExchange exchange, String contentType) {
    return new RequestContext() {
      @Override
      public String getCharacterEncoding() {
        return "UTF-8";
      }

      @Override
      public String getContentType() {
        return contentType;
      }

      @Override
      @Deprecated
      public int getContentLength() {
        return -1;
      }

      @Override
      public InputStream getInputStream() {
        return exchange.getRequestBody();
      }
    };
  }

  /** The fields of an upload, in whatever order they come. */
  private static final class Form {
    private String product = "";
    private String type = "";
    private @Nullable String fileType;
    private @Nullable String sha256;

    void take(FileItemStream part, Path file) throws IOException {
      try (InputStream content = part.openStream()) {
        switch (part.getFieldName() == null ? "" : part.getFieldName()) {
          case "messaging_product" -> product = text(content);
          case "type" -> type = text(content);
          case "file" -> {
            String named = part.getName() == null ? "" : part.getName();
            fileType =
                part.getContentType() == null
                    ? URLConnection.guessContentTypeFromName(named)
                    : part.getContentType();
            sha256 = copy(content, file);
          }
          default -> content.transferTo(OutputStream.nullOutputStream());
        }
      }
    }

    /** The field {@code type} is a MIME type, and beats the part's own. */
    String checkedType(long bytes) {
      if (!"whatsapp".equalsIgnoreCase(product)) {
        throw GraphError.of("product-missing");
      }
      if (sha256 == null) {
        throw GraphError.of("100", "Param file is required");
      }
      String mime = MediaKind.of(type) == null && fileType != null ? fileType : type;
      MediaKind kind = MediaKind.of(mime);
      if (kind == null) {
        throw GraphError.of(
            "100",
            "Param file must be a file with one of the following types: "
                + MediaKind.allTypes()
                + ". Received file of type '"
                + mime
                + "'.");
      }
      if (bytes > kind.maxBytes()) {
        throw GraphError.of(
            "131053", "File size exceeds the limit of " + kind.maxBytes() + " bytes");
      }
      return mime;
    }

    String sha256() {
      return sha256 == null ? "" : sha256;
    }

    private static String text(InputStream content) throws IOException {
      return new String(content.readNBytes(1024), StandardCharsets.UTF_8).strip();
    }

    private static String copy(InputStream content, Path file) throws IOException {
      MessageDigest digest = sha();
      try (DigestInputStream digested = new DigestInputStream(content, digest);
          OutputStream out = Files.newOutputStream(file)) {
        digested.transferTo(out);
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
