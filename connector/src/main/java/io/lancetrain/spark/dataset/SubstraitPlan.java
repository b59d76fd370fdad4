package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.NativeAggregation.AggregateFunction;
import io.lancetrain.spark.dataset.NativeAggregation.GroupKey;
import io.lancetrain.spark.dataset.NativeAggregation.Measure;
import java.nio.ByteBuffer;

/**
 * An aggregation in the form in which Lance takes it: a Substrait {@code Plan} whose only relation
 * is an {@code AggregateRel} without input. Columns are positions in the table's schema.
 *
 * <p>The few messages that this takes are written here: a Substrait library with its protobuf
 * classes is larger than all other classes of the connector. The constants are field numbers of
 * Substrait's {@code plan.proto}, {@code algebra.proto} and {@code extensions.proto}.
 */
final class SubstraitPlan {
  private static final int PLAN_EXTENSIONS = 2;
  private static final int PLAN_RELATIONS = 3;
  private static final int DECLARATION_FUNCTION = 3;
  private static final int FUNCTION_ANCHOR = 2;
  private static final int FUNCTION_NAME = 3;
  private static final int PLAN_REL_ROOT = 2;
  private static final int ROOT_INPUT = 1;
  private static final int ROOT_NAMES = 2;
  private static final int REL_AGGREGATE = 4;
  private static final int AGGREGATE_GROUPINGS = 3;
  private static final int AGGREGATE_MEASURES = 4;
  private static final int AGGREGATE_GROUPING_EXPRESSIONS = 5;
  private static final int GROUPING_REFERENCES = 2;
  private static final int MEASURE_FUNCTION = 1;
  private static final int CALL_FUNCTION_REFERENCE = 1;
  private static final int CALL_INVOCATION = 6;
  private static final int CALL_ARGUMENTS = 7;
  private static final int INVOCATION_ALL = 1;
  private static final int INVOCATION_DISTINCT = 2;
  private static final int ARGUMENT_VALUE = 3;
  private static final int EXPRESSION_SELECTION = 2;
  private static final int FIELD_DIRECT_REFERENCE = 1;
  private static final int FIELD_ROOT_REFERENCE = 4;
  private static final int SEGMENT_STRUCT_FIELD = 2;
  private static final int STRUCT_FIELD_POSITION = 1;

  private SubstraitPlan() {}

  /** The plan in a direct buffer, as lance-core wants it. */
  static ByteBuffer of(NativeAggregation aggregation) {
    byte[] plan = plan(aggregation).toByteArray();
    return ByteBuffer.allocateDirect(plan.length).put(plan).flip();
  }

  private static ProtobufMessage plan(NativeAggregation aggregation) {
    ProtobufMessage plan = new ProtobufMessage();
    for (AggregateFunction function : AggregateFunction.values()) {
      plan.message(
          PLAN_EXTENSIONS,
          new ProtobufMessage()
              .message(
                  DECLARATION_FUNCTION,
                  new ProtobufMessage()
                      .number(FUNCTION_ANCHOR, function.anchor())
                      .text(FUNCTION_NAME, function.substraitName())));
    }
    ProtobufMessage relation = new ProtobufMessage().message(REL_AGGREGATE, aggregate(aggregation));
    ProtobufMessage root = new ProtobufMessage().message(ROOT_INPUT, relation);
    aggregation.keys().forEach(key -> root.text(ROOT_NAMES, key.name()));
    aggregation.measures().forEach(measure -> root.text(ROOT_NAMES, measure.name()));
    return plan.message(PLAN_RELATIONS, new ProtobufMessage().message(PLAN_REL_ROOT, root));
  }

  private static ProtobufMessage aggregate(NativeAggregation aggregation) {
    ProtobufMessage aggregate = new ProtobufMessage();
    ProtobufMessage grouping = new ProtobufMessage();
    for (int i = 0; i < aggregation.keys().size(); i++) {
      grouping.number(GROUPING_REFERENCES, i);
    }
    aggregate.message(AGGREGATE_GROUPINGS, grouping);
    for (Measure measure : aggregation.measures()) {
      aggregate.message(
          AGGREGATE_MEASURES, new ProtobufMessage().message(MEASURE_FUNCTION, call(measure)));
    }
    for (GroupKey key : aggregation.keys()) {
      aggregate.message(AGGREGATE_GROUPING_EXPRESSIONS, column(key.column()));
    }
    return aggregate;
  }

  private static ProtobufMessage call(Measure measure) {
    ProtobufMessage call =
        new ProtobufMessage()
            .number(CALL_FUNCTION_REFERENCE, measure.function().anchor())
            .number(
                CALL_INVOCATION,
                measure.function() == AggregateFunction.COUNT_DISTINCT
                    ? INVOCATION_DISTINCT
                    : INVOCATION_ALL);
    for (int argument : measure.arguments()) {
      call.message(CALL_ARGUMENTS, new ProtobufMessage().message(ARGUMENT_VALUE, column(argument)));
    }
    return call;
  }

  private static ProtobufMessage column(int position) {
    ProtobufMessage segment =
        new ProtobufMessage()
            .message(
                SEGMENT_STRUCT_FIELD,
                new ProtobufMessage().number(STRUCT_FIELD_POSITION, position));
    return new ProtobufMessage()
        .message(
            EXPRESSION_SELECTION,
            new ProtobufMessage()
                .message(FIELD_DIRECT_REFERENCE, segment)
                .message(FIELD_ROOT_REFERENCE, new ProtobufMessage()));
  }
}
