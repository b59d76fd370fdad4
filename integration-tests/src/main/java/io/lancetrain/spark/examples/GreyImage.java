package io.lancetrain.spark.examples;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Grey images: to PNG, and from any encoded image to a vector. */
final class GreyImage {
  static {
    // One image is far smaller than ImageIO's buffers: a cache file for each would cost more.
    ImageIO.setUseCache(false);
  }

  private GreyImage() {}

  /**
   * Encodes a square image as PNG.
   *
   * @param pixels side x side grey levels, row by row, from 0 to 255
   */
  static byte[] png(byte[] pixels, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, side, side, pixels);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode an image in memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Decodes an image into a vector: the brightness, from 0 to 1, of side x side equal areas, row by
   * row.
   *
   * @param encoded PNG, JPEG, or what else ImageIO reads
   * @return side x side values; empty when the bytes are not an image
   */
  static Optional<float[]> thumbnail(byte[] encoded, int side) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(encoded));
    if (image == null) {
      return Optional.empty();
    }
    float[] vector = new float[side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        vector[row * side + column] = brightness(image, row, column, side);
      }
    }
    return Optional.of(vector);
  }

  private static float brightness(BufferedImage image, int row, int column, int side) {
    int left = column * image.getWidth() / side;
    int right = Math.max((column + 1) * image.getWidth() / side, left + 1);
    int top = row * image.getHeight() / side;
    int bottom = Math.max((row + 1) * image.getHeight() / side, top + 1);
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += grey(image, x, y);
      }
    }
    return (float) (sum / ((right - left) * (bottom - top)) / 255);
  }

  private static double grey(BufferedImage image, int x, int y) {
    if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      // getRGB would convert the grey levels to another colour space.
      return image.getRaster().getSample(x, y, 0);
    }
    int rgb = image.getRGB(x, y);
    return 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
  }
}
