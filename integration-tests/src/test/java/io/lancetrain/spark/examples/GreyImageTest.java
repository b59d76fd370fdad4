package io.lancetrain.spark.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GreyImageTest {
  @Test
  void everyGreyLevelComesBackFromPng() throws IOException {
    byte[] pixels = new byte[256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }

    float[] vector = GreyImage.thumbnail(GreyImage.png(pixels, 16), 16).orElseThrow();

    for (int i = 0; i < pixels.length; i++) {
      assertThat(vector[i]).isEqualTo(i / 255f);
    }
  }

  @Test
  void theThumbnailOfALargerImageHasTheMeanOfEachArea() throws IOException {
    byte[] pixels = {0, 100, 10, 10, 50, 50, 10, 10, 0, 0, 20, 20, 0, 0, 20, 24};

    float[] vector = GreyImage.thumbnail(GreyImage.png(pixels, 4), 2).orElseThrow();

    assertThat(vector).containsExactly(50 / 255f, 10 / 255f, 0, 21 / 255f);
  }

  @Test
  void aColourImageCountsByItsBrightness() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x00ff00);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);

    assertThat(GreyImage.thumbnail(bytes.toByteArray(), 1).orElseThrow()[0])
        .isCloseTo(0.587f, within(1e-6f));
  }

  @Test
  void whatIsNotAnImageHasNoThumbnail() throws IOException {
    assertThat(GreyImage.thumbnail(new byte[] {1, 2, 3}, 8)).isEmpty();
  }
}
