package io.lancetrain.spark.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A request or an answer of HTTP/1.1, as the bytes that came: what a client signed stays as it is.
 *
 * @param start the request line or the status line
 * @param headers the lines of the headers
 * @param body the body as it was sent, with the sizes of chunks where it came in chunks
 */
record HttpMessage(String start, List<String> headers, byte[] body) {
  private static final byte[] NOTHING = {};
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("(?i)(Content-Range: *bytes )([0-9]+)-([0-9]+)(/.*)");

  /** Reads a request; empty where the client has closed the connection. */
  static Optional<HttpMessage> request(InputStream from, OutputStream answers) throws IOException {
    String start = line(from);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    HttpMessage head = new HttpMessage(start, headers(from), NOTHING);
    if (head.header("Expect").isPresent()) {
      answers.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      answers.flush();
    }
    return Optional.of(head.without("Expect").with(head.bodyOf(from)));
  }

  /** Reads the answer to a request of this method. */
  static HttpMessage answer(InputStream from, String method) throws IOException {
    String start = line(from);
    if (start.isEmpty()) {
      throw new EOFException("the server closed the connection instead of answering");
    }
    HttpMessage head = new HttpMessage(start, headers(from), NOTHING);
    int status = head.status();
    boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
    return bodiless ? head : head.with(head.bodyOf(from));
  }

  /** An answer of S3's form for an error. */
  static HttpMessage error(String method, int status, String code, List<String> moreHeaders) {
    byte[] body =
        method.equals("HEAD")
            ? NOTHING
            : ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                    + code
                    + "</Code><Message>A fault of the test.</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
    List<String> headers = new ArrayList<>(moreHeaders);
    headers.add("Content-Type: application/xml");
    headers.add("Content-Length: " + body.length);
    return new HttpMessage("HTTP/1.1 " + status + " " + code, headers, body);
  }

  /** The same request with another method and no body. */
  HttpMessage as(String method) {
    return new HttpMessage(method + start.substring(start.indexOf(' ')), headers, NOTHING)
        .without("Content-Length")
        .without("Transfer-Encoding");
  }

  /** The same message with the beginning of its body alone, as an answer for fewer bytes. */
  HttpMessage shortened(int bytes) {
    List<String> fewer =
        headers.stream()
            .map(line -> CONTENT_RANGE.matcher(line))
            .map(line -> line.replaceFirst(range -> shortened(range, bytes)))
            .toList();
    return new HttpMessage(start, fewer, Arrays.copyOf(body, bytes)).announcing(bytes);
  }

  private static String shortened(MatchResult range, int bytes) {
    long first = Long.parseLong(range.group(2));
    return range.group(1) + first + "-" + (first + bytes - 1) + range.group(4);
  }

  /** The same message whose headers say that its body has so many bytes. */
  HttpMessage announcing(int bytes) {
    List<String> announced =
        new ArrayList<>(without("Content-Length").without("Transfer-Encoding").headers());
    announced.add("Content-Length: " + bytes);
    return new HttpMessage(start, announced, body);
  }

  String method() {
    return start.substring(0, start.indexOf(' '));
  }

  /** What was asked for: the raw path and query. */
  String target() {
    return start.split(" ")[1];
  }

  int status() {
    return Integer.parseInt(start.split(" ")[1]);
  }

  Optional<String> header(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return headers.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst();
  }

  /** Sends all of it. */
  void writeTo(OutputStream out) throws IOException {
    writeTo(out, body.length);
  }

  /** Sends the headers as if all of the body followed, and then only the beginning of it. */
  void writeTo(OutputStream out, int bytesOfBody) throws IOException {
    StringBuilder head = new StringBuilder(start).append("\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    head.append("\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(body, 0, bytesOfBody);
    out.flush();
  }

  private HttpMessage with(byte[] newBody) {
    return new HttpMessage(start, headers, newBody);
  }

  HttpMessage without(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return new HttpMessage(
        start,
        headers.stream().filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(prefix)).toList(),
        body);
  }

  private byte[] bodyOf(InputStream from) throws IOException {
    if (header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return chunks(from);
    }
    int length = header("Content-Length").map(Integer::parseInt).orElse(0);
    return exactly(from, length);
  }

  private static byte[] chunks(InputStream from) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int size;
    do {
      String sizeLine = line(from);
      size = Integer.parseInt(sizeLine.split(";")[0].strip(), 16);
      append(all, sizeLine);
      all.write(exactly(from, size));
      if (size > 0) {
        append(all, line(from));
      }
    } while (size > 0);
    String trailer;
    do {
      trailer = line(from);
      append(all, trailer);
    } while (!trailer.isEmpty());
    return all.toByteArray();
  }

  private static void append(ByteArrayOutputStream all, String line) throws IOException {
    all.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] exactly(InputStream from, int length) throws IOException {
    byte[] bytes = from.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a message ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static List<String> headers(InputStream from) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(from); !line.isEmpty(); line = line(from)) {
      lines.add(line);
    }
    return List.copyOf(lines);
  }

  /** A line without its end; empty at the end of the stream too. */
  private static String line(InputStream from) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = from.read(); next >= 0 && next != '\n'; next = from.read()) {
      if (next != '\r') {
        bytes.write(next);
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
