package io.lancetrain.spark.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Cast;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushedPredicatesTest {
  private static final FilterColumns COLUMNS =
      FilterColumns.of(
              new Schema(
                  List.of(
                      field("flag", new ArrowType.Bool()),
                      field("tiny", new ArrowType.Int(8, true)),
                      field("number", new ArrowType.Int(32, true)),
                      field("long", new ArrowType.Int(64, true)),
                      field("unsigned", new ArrowType.Int(8, false)),
                      field("hash", new ArrowType.Int(64, false)),
                      field("half", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
                      field("real", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
                      field("precise", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                      field("price", new ArrowType.Decimal(10, 2, 128)),
                      field("text", new ArrowType.Utf8()),
                      field("other", new ArrowType.LargeUtf8()),
                      field("bytes", new ArrowType.Binary()),
                      field("two", new ArrowType.FixedSizeBinary(2)),
                      field("day", new ArrowType.Date(DateUnit.DAY)),
                      field("millis", new ArrowType.Date(DateUnit.MILLISECOND)),
                      field("time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Europe/Berlin")),
                      field("local", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
                      field("nanos", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                      field("took", new ArrowType.Duration(TimeUnit.MICROSECOND)),
                      field("list", new ArrowType.List(), field("item", new ArrowType.Bool())),
                      field("a`b", new ArrowType.Int(32, true)),
                      field("😀", new ArrowType.Int(32, true)),
                      field("odd \"name\"", new ArrowType.Int(32, true)),
                      new Field(
                          "words",
                          new FieldType(
                              true, new ArrowType.Utf8(), new DictionaryEncoding(1, false, null)),
                          List.of()),
                      new Field(
                          "json",
                          new FieldType(
                              true,
                              new ArrowType.LargeBinary(),
                              null,
                              Map.of("ARROW:extension:name", "lance.json")),
                          List.of()),
                      field(
                          "struct",
                          new ArrowType.Struct(),
                          field("x.y", new ArrowType.Int(32, true))))))
          .withRowNumber("_rowid", "_rowid");

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  private static Stream<org.junit.jupiter.params.provider.Arguments> literals() {
    return Stream.of(
        arguments("flag", true, DataTypes.BooleanType, "`flag` = true"),
        arguments("tiny", (byte) -3, DataTypes.ByteType, "`tiny` = -3"),
        arguments("number", 5, DataTypes.IntegerType, "`number` = 5"),
        arguments(
            "long",
            Long.MIN_VALUE,
            DataTypes.LongType,
            "`long` = CAST('-9223372036854775808' AS BIGINT)"),
        arguments("unsigned", (short) 255, DataTypes.ShortType, "`unsigned` = 255"),
        arguments("real", 0.1f, DataTypes.FloatType, "`real` = CAST('0.1' AS FLOAT)"),
        arguments(
            "precise",
            Double.MIN_VALUE,
            DataTypes.DoubleType,
            "`precise` = CAST('4.9E-324' AS DOUBLE)"),
        arguments(
            "price",
            Decimal.apply(new java.math.BigDecimal("1.50")),
            DataTypes.createDecimalType(10, 2),
            "`price` = CAST('1.50' AS DECIMAL(10,2))"),
        arguments("text", text("it's \\ %"), DataTypes.StringType, "`text` = 'it''s \\ %'"),
        arguments(
            "other", text("😀"), DataTypes.StringType, "`other` = CAST(X'f09f9880' AS STRING)"),
        arguments("text", text("\0"), DataTypes.StringType, "`text` = CAST(X'00' AS STRING)"),
        arguments("bytes", new byte[0], DataTypes.BinaryType, "`bytes` = X''"),
        arguments("two", new byte[] {1, -1}, DataTypes.BinaryType, "`two` = X'01ff'"),
        arguments("day", -1, DataTypes.DateType, "`day` = CAST(-1 AS DATE)"),
        arguments(
            "time",
            -1L,
            DataTypes.TimestampType,
            "`time` = arrow_cast(-1, 'Timestamp(Microsecond, Some(\"UTC\"))')"),
        arguments(
            "local",
            1L,
            DataTypes.TimestampNTZType,
            "`local` = arrow_cast(1, 'Timestamp(Microsecond, None)')"),
        arguments(
            "took",
            1L,
            DataTypes.createDayTimeIntervalType(),
            "`took` = arrow_cast(1, 'Duration(Microsecond)')"));
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }

  @ParameterizedTest
  @MethodSource("literals")
  void aLiteralHasTheTypeOfItsColumn(String column, Object value, DataType type, String sql) {
    assertExact(predicate("=", column(column), literal(value, type)), sql);
  }

  @Test
  void theTwoZerosAreEqual() {
    String zeros = "(CAST('-0.0' AS DOUBLE), CAST('0.0' AS DOUBLE))";
    assertExact(ofDouble("=", 0.0), "`precise` IN " + zeros);
    assertExact(ofDouble("<>", -0.0), "`precise` NOT IN " + zeros);
    assertExact(
        ofDouble("<", 0.0), "(`precise` < CAST('-0.0' AS DOUBLE) AND NOT isnan(`precise`))");
    assertExact(
        ofDouble("<=", -0.0), "(`precise` <= CAST('0.0' AS DOUBLE) AND NOT isnan(`precise`))");
    assertExact(ofDouble(">", -0.0), "(`precise` > CAST('0.0' AS DOUBLE) OR isnan(`precise`))");
    assertExact(ofDouble(">=", 0.0), "(`precise` >= CAST('-0.0' AS DOUBLE) OR isnan(`precise`))");
  }

  @Test
  void notANumberIsTheGreatestAndEqualToItself() {
    assertExact(ofDouble("=", Double.NaN), "isnan(`precise`)");
    assertExact(ofDouble(">=", Double.NaN), "isnan(`precise`)");
    assertExact(ofDouble("<>", Double.NaN), "NOT isnan(`precise`)");
    assertExact(ofDouble("<", Double.NaN), "NOT isnan(`precise`)");
    assertExact(ofDouble("<=", Double.NaN), "`precise` IS NOT NULL");
    assertExact(ofDouble(">", Double.NaN), "false");
    assertExact(
        in("precise", DataTypes.DoubleType, Double.NaN, 1.5),
        "(`precise` IN (CAST('1.5' AS DOUBLE)) OR isnan(`precise`))");
  }

  @Test
  void anIntegerThatTheColumnCannotHoldDecidesAlone() {
    Expression tooMuch = literal((short) 300, DataTypes.ShortType);
    assertExact(predicate("=", column("unsigned"), tooMuch), "false");
    assertExact(predicate("<", column("unsigned"), tooMuch), "`unsigned` IS NOT NULL");
    assertExact(
        predicate(">", column("_rowid"), literal(-1L, DataTypes.LongType)), "_rowid IS NOT NULL");
    assertExact(in("unsigned", DataTypes.ShortType, (short) -1, (short) 3), "`unsigned` IN (3)");
  }

  @Test
  void nullIsEqualToNothingButByTheNullSafeOperator() {
    Expression nothing = literal(null, DataTypes.IntegerType);
    assertExact(predicate("=", column("number"), nothing), "false");
    assertExact(not(predicate("=", column("number"), nothing)), "false");
    assertExact(predicate("<=>", column("number"), nothing), "`number` IS NULL");
    assertExact(not(predicate("<=>", column("number"), nothing)), "`number` IS NOT NULL");
    assertExact(
        not(predicate("<=>", column("number"), literal(1, DataTypes.IntegerType))),
        "(`number` <> 1 OR `number` IS NULL)");
    assertExact(in("number", DataTypes.IntegerType, 1, null), "`number` IN (1)");
    assertExact(not(in("number", DataTypes.IntegerType, 1, null)), "false");
    assertExact(not(in("number", DataTypes.IntegerType, 1)), "`number` NOT IN (1)");
  }

  @Test
  void notIsCarriedDownToTheComparisons() {
    Predicate less = predicate("<", column("number"), literal(3, DataTypes.IntegerType));
    Predicate isNull = predicate("IS_NULL", column("text"));
    Predicate starts =
        predicate("STARTS_WITH", column("text"), literal(text("a"), DataTypes.StringType));
    assertExact(
        not(new And(less, new Or(isNull, not(starts)))),
        "(`number` >= 3 OR (`text` IS NOT NULL AND starts_with(`text`, 'a') IS TRUE))");
    assertExact(not(starts), "starts_with(`text`, 'a') IS FALSE");
    assertExact(not(new AlwaysTrue()), "false");
    assertExact(new Not(new AlwaysFalse()), "true");
  }

  @Test
  void theSidesOfAComparisonMayBeExchanged() {
    assertExact(
        predicate("<", literal(3, DataTypes.IntegerType), column("number")), "`number` > 3");
  }

  @Test
  void columnsAreComparedWithColumnsOfTheirType() {
    assertExact(predicate("<", column("number"), column("long")), "`number` < `long`");
    assertExact(predicate("=", column("text"), column("other")), "`text` = `other`");
    assertExact(
        predicate("<=>", column("text"), column("other")),
        "(`text` = `other` OR (`text` IS NULL AND `other` IS NULL))");
    assertThat(pushed(predicate("=", column("number"), column("text"))).pushed()).isEmpty();
  }

  @Test
  void namesAreQuoted() {
    assertExact(predicate("IS_NULL", column("odd \"name\"")), "`odd \"name\"` IS NULL");
    assertExact(predicate("IS_NULL", Expressions.column("struct.`x.y`")), "`struct`.`x.y` IS NULL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"half", "hash", "millis", "nanos", "list", "json", "struct"})
  void ofTypesThatLanceComparesOtherwiseOnlyNullIsPushed(String name) {
    assertExact(predicate("IS_NOT_NULL", column(name)), "`" + name + "` IS NOT NULL");
    for (Expression literal :
        List.of(
            literal(1L, DataTypes.LongType),
            literal(1f, DataTypes.FloatType),
            literal(1, DataTypes.DateType),
            literal(1L, DataTypes.TimestampNTZType),
            literal(text("{}"), DataTypes.StringType))) {
      assertLeft(predicate("=", column(name), literal), "comparing");
    }
    assertLeft(predicate("=", column(name), column(name)), "comparing");
  }

  @Test
  void whatLanceCannotNameIsLeftToSpark() {
    assertLeft(predicate("IS_NULL", Expressions.column("`a``b`")), "cannot name a`b");
    assertLeft(predicate("IS_NULL", column("😀")), "cannot name 😀");
    assertLeft(predicate("IS_NULL", column("words")), "the type of words");
    assertLeft(predicate("IS_NULL", column("missing")), "no column missing");
  }

  @Test
  void aStringThatIsNotUtf8IsLeftToSpark() {
    UTF8String broken = UTF8String.fromBytes(new byte[] {(byte) 0xff});
    assertLeft(predicate("=", column("text"), literal(broken, DataTypes.StringType)), "not UTF-8");
  }

  @Test
  void fixedSizeBinariesAreOrderedWithTheirLengthOnly() {
    Expression one = literal("a".getBytes(StandardCharsets.UTF_8), DataTypes.BinaryType);
    assertExact(predicate("=", column("two"), one), "false");
    assertExact(predicate("<>", column("two"), one), "`two` IS NOT NULL");
    assertLeft(predicate("<", column("two"), one), "another length");
  }

  @Test
  void arithmeticIsPushedWhereItCannotOverflow() {
    Expression two = literal(2, DataTypes.IntegerType);
    Expression wide = new Cast(column("tiny"), DataTypes.IntegerType);
    assertExact(
        predicate("=", function("*", wide, two), literal(4, DataTypes.IntegerType)),
        "(CAST(`tiny` AS BIGINT) * 2) = 4");
    assertExact(
        predicate("=", function("%", column("number"), two), literal(1, DataTypes.IntegerType)),
        "(CAST(`number` AS BIGINT) % 2) = 1");
    assertLeft(
        predicate("=", function("*", column("number"), two), literal(4, DataTypes.IntegerType)),
        "overflow");
    assertLeft(
        predicate("=", function("-", column("number")), literal(4, DataTypes.IntegerType)),
        "overflow");
    assertLeft(
        predicate(
            "=",
            function("%", column("number"), literal(0, DataTypes.IntegerType)),
            literal(1, DataTypes.IntegerType)),
        "overflow");
  }

  @Test
  void aComputedNumberIsComparedInSixtyFourBits() {
    Expression wide = new Cast(column("tiny"), DataTypes.IntegerType);
    assertExact(
        predicate("<", column("tiny"), function("*", wide, literal(500, DataTypes.IntegerType))),
        "CAST(`tiny` AS BIGINT) < CAST((CAST(`tiny` AS BIGINT) * 500) AS BIGINT)");
    assertExact(predicate("<", column("tiny"), column("number")), "`tiny` < `number`");
  }

  @Test
  void whatJoinsThePredicatesOfAScanCountsAsDepth() {
    Predicate deep = predicate("IS_NULL", column("number"));
    for (int i = 0; i < 6; i++) {
      deep =
          new And(
              predicate("IS_NULL", column("text")),
              new Or(predicate("IS_NULL", column("flag")), deep));
    }
    Predicate flat = predicate("IS_NULL", column("flag"));
    assertThat(pushed(deep).leftToSpark()).isEmpty();
    assertThat(PushedPredicates.of(COLUMNS, deep, flat).leftToSpark()).isEmpty();
    assertThat(PushedPredicates.of(COLUMNS, deep, flat, flat).leftToSpark()).containsExactly(flat);
  }

  @Test
  void castsToWiderNumbersArePushed() {
    assertExact(
        predicate(
            "<",
            new Cast(column("real"), DataTypes.DoubleType),
            literal(1.5, DataTypes.DoubleType)),
        "(CAST(`real` AS DOUBLE) < CAST('1.5' AS DOUBLE) AND NOT isnan(CAST(`real` AS DOUBLE)))");
    assertLeft(
        predicate(
            "=",
            new Cast(column("long"), DataTypes.IntegerType),
            literal(1, DataTypes.IntegerType)),
        "a cast to int");
    assertLeft(
        predicate(
            "=",
            new Cast(column("number"), DataTypes.StringType),
            literal(text("1"), DataTypes.StringType)),
        "a cast to string");
  }

  @Test
  void aConjunctionIsPushedInPartAndADisjunctionIsNot() {
    Predicate known = predicate("=", column("number"), literal(1, DataTypes.IntegerType));
    Predicate unknown = predicate("CASE_WHEN", column("flag"), column("flag"), column("flag"));
    PushedPredicates both = pushed(new And(known, unknown));
    assertThat(both.condition()).isEqualTo("`number` = 1");
    assertThat(both.pushed()).hasSize(1);
    assertThat(both.leftToSpark()).hasSize(1);
    assertThat(both.description())
        .startsWith("filters partly pushed [")
        .endsWith("(because of the predicate CASE_WHEN)]");
    assertLeft(new Or(known, unknown), "CASE_WHEN");
    PushedPredicates negated = pushed(not(new Or(not(known), unknown)));
    assertThat(negated.condition()).isEqualTo("`number` = 1");
    assertThat(negated.leftToSpark()).hasSize(1);
  }

  @Test
  void longChainsAreJoinedInPairs() {
    Predicate chain = predicate("=", column("number"), literal(0, DataTypes.IntegerType));
    for (int i = 1; i < 5_000; i++) {
      chain = new Or(chain, predicate("=", column("number"), literal(i, DataTypes.IntegerType)));
    }
    PushedPredicates pushed = pushed(chain);
    assertThat(pushed.leftToSpark()).isEmpty();
    assertThat(depth(pushed.condition())).isEqualTo(13);
  }

  @Test
  void manyPredicatesAreJoinedInPairs() {
    Predicate[] many = new Predicate[1_000];
    Arrays.setAll(many, i -> predicate("<>", column("number"), literal(i, DataTypes.IntegerType)));
    PushedPredicates pushed = PushedPredicates.of(COLUMNS, many);
    assertThat(pushed.leftToSpark()).isEmpty();
    assertThat(depth(pushed.condition())).isEqualTo(10);
  }

  @Test
  void whatIsTooDeepOrTooLongIsLeftToSpark() {
    Predicate deep = predicate("IS_NULL", column("number"));
    for (int i = 0; i < 100; i++) {
      deep =
          new And(
              predicate("IS_NULL", column("text")),
              new Or(predicate("IS_NULL", column("flag")), deep));
    }
    assertThat(pushed(deep).leftToSpark()).hasSize(1);
    Object[] values = new Object[Condition.MOST_TERMS + 1];
    Arrays.setAll(values, i -> i);
    assertLeft(in("number", DataTypes.IntegerType, values), "its size");
    assertThat(pushed(in("number", DataTypes.IntegerType, values)).description())
        .hasSizeLessThan(300);
  }

  private static int depth(String sql) {
    int depth = 0;
    int deepest = 0;
    for (char character : sql.toCharArray()) {
      depth += character == '(' ? 1 : character == ')' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private static void assertExact(Predicate predicate, String sql) {
    PushedPredicates pushed = pushed(predicate);
    assertThat(pushed.condition()).isEqualTo(sql);
    assertThat(pushed.pushed()).containsExactly(predicate);
    assertThat(pushed.leftToSpark()).isEmpty();
    assertThat(pushed.description()).startsWith("filters pushed [");
  }

  private static void assertLeft(Predicate predicate, String reason) {
    PushedPredicates pushed = pushed(predicate);
    assertThat(pushed.condition()).isEmpty();
    assertThat(pushed.pushed()).isEmpty();
    assertThat(pushed.leftToSpark()).containsExactly(predicate);
    assertThat(pushed.description()).startsWith("filters left to Spark [").contains(reason);
  }

  private static PushedPredicates pushed(Predicate predicate) {
    return PushedPredicates.of(COLUMNS, predicate);
  }

  private static Expression column(String name) {
    return Expressions.column("`" + name + "`");
  }

  private static Expression literal(Object value, DataType type) {
    return new LiteralValue<>(value, type);
  }

  private static Predicate ofDouble(String operator, double value) {
    return predicate(operator, column("precise"), literal(value, DataTypes.DoubleType));
  }

  private static Predicate in(String column, DataType type, Object... values) {
    List<Expression> children = new ArrayList<>(List.of(column(column)));
    Arrays.stream(values).forEach(value -> children.add(literal(value, type)));
    return predicate("IN", children.toArray(Expression[]::new));
  }

  private static Predicate not(Predicate predicate) {
    return new Not(predicate);
  }

  private static Predicate predicate(String name, Expression... children) {
    return new Predicate(name, children);
  }

  private static Expression function(String name, Expression... children) {
    return new GeneralScalarExpression(name, children);
  }
}
