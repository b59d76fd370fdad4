package io.lancetrain.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void itAgreesWithJavasOwnDecoderOnAnyBytes() {
    Random random = new Random(42);
    String[] pieces = {"a", "abcdefgh", "ü", "€", "𝄞", "x".repeat(17)};
    int valid = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      byte[] decodedAndEncoded =
          new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      boolean expected = Arrays.equals(bytes, decodedAndEncoded);
      assertThat(Utf8.isValid(ByteBuffer.wrap(bytes)))
          .as(Arrays.toString(bytes))
          .isEqualTo(expected);
      valid += expected ? 1 : 0;
    }
    assertThat(valid).isBetween(8_000, 16_000);
  }

  @Test
  void onlyTheRemainingBytesCountAndThePositionStays() {
    byte[] bytes = {-1, 'a', 'b', -1};
    ByteBuffer middle = ByteBuffer.wrap(bytes, 1, 2);
    assertThat(Utf8.isValid(middle)).isTrue();
    assertThat(middle.position()).isEqualTo(1);
    assertThat(Utf8.isValid(ByteBuffer.wrap(bytes))).isFalse();
  }
}
