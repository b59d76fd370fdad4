package io.lancetrain.spark.table;

import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.dataset.TableSnapshot;
import java.time.Instant;

/** Which version of a table is meant. */
public sealed interface TimeTravel {
  /** Opens it. */
  TableSnapshot load(TableLocation location);

  /** The newest. */
  record Newest() implements TimeTravel {
    @Override
    public TableSnapshot load(TableLocation location) {
      return TableOpener.existing(location);
    }
  }

  /** The one with this number. */
  record Version(long number) implements TimeTravel {
    @Override
    public TableSnapshot load(TableLocation location) {
      return TableOpener.version(location, number);
    }
  }

  /** The one that carries this tag. */
  record Tag(String name) implements TimeTravel {
    @Override
    public TableSnapshot load(TableLocation location) {
      return TableOpener.tag(location, name);
    }
  }

  /** The one that was the newest at this time. */
  record AsOf(Instant time) implements TimeTravel {
    @Override
    public TableSnapshot load(TableLocation location) {
      return TableOpener.asOf(location, time);
    }
  }
}
