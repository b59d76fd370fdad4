package io.lancetrain.spark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.spark.unsafe.Platform;
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
      assertThat(isValid(bytes, 0, bytes.length)).as(Arrays.toString(bytes)).isEqualTo(expected);
      valid += expected ? 1 : 0;
    }
    assertThat(valid).isBetween(8_000, 16_000);
  }

  @Test
  void itAgreesWithJavasOwnDecoderOnEveryCharacterAndEveryPairOfBytes() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      byte[] bytes = new String(Character.toChars(character)).getBytes(StandardCharsets.UTF_8);
      assertThat(isValid(bytes, 0, bytes.length)).isTrue();
    }
    for (int pair = 0; pair < 1 << 16; pair++) {
      for (byte[] end : new byte[][] {{}, {(byte) 0x80}, {(byte) 0xBF, (byte) 0x80}}) {
        byte[] bytes = new byte[2 + end.length];
        bytes[0] = (byte) (pair >> 8);
        bytes[1] = (byte) pair;
        System.arraycopy(end, 0, bytes, 2, end.length);
        byte[] again = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        assertThat(isValid(bytes, 0, bytes.length))
            .as(Arrays.toString(bytes))
            .isEqualTo(Arrays.equals(bytes, again));
      }
    }
  }

  @Test
  void onlyTheGivenBytesCount() {
    byte[] bytes = {-1, 'a', 'b', -1};
    assertThat(isValid(bytes, 1, 2)).isTrue();
    assertThat(isValid(bytes, 0, 4)).isFalse();
    assertThat(isValid("ü".getBytes(StandardCharsets.UTF_8), 0, 1)).isFalse();
  }

  private static boolean isValid(byte[] bytes, int from, int length) {
    return Utf8.isValid(bytes, Platform.BYTE_ARRAY_OFFSET + from, length);
  }
}
