package io.lancetrain.spark.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/**
 * One request on its way through a {@link FaultProxy}: what a {@link Fault} may do with it. After
 * {@link #lose()} and {@link #reset()} the client's connection is closed.
 */
public final class Passage {
  private final Socket client;
  private final int port;
  private final HttpMessage request;
  private int answered;

  /**
   * A request to be handed on.
   *
   * @param client where it came from
   * @param port the store's, on the loopback address
   */
  Passage(Socket client, int port, HttpMessage request) {
    this.client = client;
    this.port = port;
    this.request = request;
  }

  /** The store's answer, which the client does not have yet. */
  public static final class Answer {
    private final HttpMessage message;

    private Answer(HttpMessage message) {
      this.message = message;
    }
  }

  /** What is asked for: the raw path and query. */
  String target() {
    return request.target();
  }

  /** Hands the request to the store. */
  public Answer apply() {
    return apply(request);
  }

  /** Hands the request to a store that checks no signatures, without one of its headers. */
  public Answer applyWithout(String header) {
    return apply(request.without(header));
  }

  /** Whether a store that checks no signatures has an object of the request's name. */
  public boolean isThere() {
    return apply(request.as("HEAD").without("If-None-Match")).message.status() == 200;
  }

  private Answer apply(HttpMessage request) {
    try (Socket store = new Socket(InetAddress.getLoopbackAddress(), port)) {
      request.writeTo(store.getOutputStream());
      return new Answer(
          HttpMessage.answer(new BufferedInputStream(store.getInputStream()), request.method()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Hands the store the beginning of the request alone, half of its body, and hangs up. */
  public void applyHalf() {
    try (Socket store = new Socket(InetAddress.getLoopbackAddress(), port)) {
      request.writeTo(store.getOutputStream(), request.body().length / 2);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Gives the client the store's answer. */
  public void answer(Answer answer) {
    send(answer.message, answer.message.body().length);
  }

  /** Gives the client half of the body of the store's answer, and hangs up. */
  public void answerHalf(Answer answer) {
    send(answer.message, answer.message.body().length / 2);
    lose();
  }

  /** Gives the client half of the body of the store's answer; the connection stays open. */
  void answerBeginning(Answer answer) {
    send(answer.message, answer.message.body().length / 2);
  }

  /** Gives the client the store's answer, so many bytes of the body after each pause. */
  public void answerSlowly(Answer answer, int bytes, Duration pause) throws InterruptedException {
    byte[] body = answer.message.body();
    send(answer.message, 0);
    try {
      for (int sent = 0; sent < body.length; sent += bytes) {
        Thread.sleep(pause.toMillis());
        client.getOutputStream().write(body, sent, Math.min(bytes, body.length - sent));
        client.getOutputStream().flush();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Gives the client half of the body, which the headers say is all. */
  public void answerShortened(Answer answer) {
    HttpMessage half = answer.message.shortened(answer.message.body().length / 2);
    send(half, half.body().length);
  }

  /** Gives the client the whole body, which the headers say is not all, and hangs up. */
  public void answerAnnouncingMore(Answer answer) {
    HttpMessage more = answer.message.announcing(answer.message.body().length + 1_000);
    send(more, more.body().length);
    lose();
  }

  /** Gives the client nothing more until the proxy is closed. */
  void keepSilent() throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
  }

  /** Gives the client an error of the store. */
  public void answer(StoreError error) {
    HttpMessage message =
        HttpMessage.error(request.method(), error.status(), error.code(), error.headers());
    send(message, message.body().length);
  }

  private void send(HttpMessage message, int bytesOfBody) {
    try {
      message.writeTo(client.getOutputStream(), bytesOfBody);
      answered = message.status();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Hangs up. */
  public void lose() {
    try {
      client.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Breaks the connection, so that the client sees a reset. */
  public void reset() {
    try {
      reset(client);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Breaks a connection that may be closed by now. */
  static void reset(Socket socket) throws IOException {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException closed) {
      // Then the other side has seen its end.
    }
    socket.close();
  }

  /** The status that the client got; 0 for none. */
  int answered() {
    return answered;
  }
}
