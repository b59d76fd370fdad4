package io.lancetrain.spark.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Searches the folders of tests, and what their S3 servers hold, for the suite's keys before they
 * are deleted. The platform's settings name it for all tests.
 */
public final class SearchedFolders
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Map<String, Set<Path>> FOLDERS = new ConcurrentHashMap<>();

  /** Makes the folders. */
  public static final class Factory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      Path folder = Files.createTempDirectory("lancetrain");
      FOLDERS
          .computeIfAbsent(context.getUniqueId(), owner -> ConcurrentHashMap.newKeySet())
          .add(folder);
      return folder;
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    S3Server.beforeClose(objects -> SecretSearch.search("an S3 server", objects));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    search(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    search(context);
  }

  private static void search(ExtensionContext context) {
    Set<Path> folders = FOLDERS.remove(context.getUniqueId());
    if (folders != null) {
      folders.forEach(folder -> SecretSearch.check(context.getDisplayName(), folder));
    }
  }
}
