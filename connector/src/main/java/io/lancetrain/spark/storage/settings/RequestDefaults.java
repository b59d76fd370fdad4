package io.lancetrain.spark.storage.settings;

import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;

/**
 * How long a request may take to fail where the user has not said, in one place.
 *
 * <p>Lance tries a request four times, and a LIST six times over, which at its own limits makes
 * minutes of a store that does not answer. Fewer attempts would give up on a store that stumbles,
 * so the attempts stay and what they may take together shrinks: a refused connection or an unknown
 * host fails within about three seconds, and {@code EndpointCheck} finds an address behind which
 * nothing answers before Lance tries it.
 */
public final class RequestDefaults {
  private static final String SOURCE = "default";

  /** To set up a connection. Lance has no limit of its own here but the request's 30 s. */
  static final String CONNECT_TIMEOUT = "5s";

  /** No further attempt starts this many seconds after the first; Lance's own is 180. */
  static final String RETRY_SECONDS = "60";

  /**
   * For all that one step of a read waits for, such as opening a table or the next batch. Lance's
   * repetitions of repetitions come to half an hour of a store that takes requests and is silent.
   */
  static final String ANSWER_TIMEOUT = "10m";

  private RequestDefaults() {}

  /** Offers the limits that Lance keeps. */
  public static void offer(SettingsDraft draft) {
    draft.offer(StorageOption.CONNECT_TIMEOUT, new Setting(CONNECT_TIMEOUT, SOURCE));
    draft.offer(StorageOption.RETRY_TIMEOUT, new Setting(RETRY_SECONDS, SOURCE));
  }

  /** Those of the connector's own limits. */
  public static void offerOwn(SettingsDraft draft) {
    draft.offer(StorageOption.ANSWER_TIMEOUT, new Setting(ANSWER_TIMEOUT, SOURCE));
  }
}
