package io.lancetrain.spark.packaging;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/** What a class file names outside itself: the entries of its constant pool. */
sealed interface Reference {
  /** The class that is named, or whose member is. */
  String owner();

  record ToClass(String owner) implements Reference {}

  record ToField(String owner, String name, String descriptor) implements Reference {}

  /** {@code inInterface}: the class file takes the owner for an interface. */
  record ToMethod(String owner, String name, String descriptor, boolean inInterface)
      implements Reference {}

  /** Every class, field and method that the class names, and the types of its own members. */
  static List<Reference> of(ClassReader reader) {
    List<Reference> references = new ArrayList<>();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int index = 1; index < reader.getItemCount(); index++) {
      int item = reader.getItem(index);
      if (item == 0) {
        continue; // The second half of a long or a double.
      }
      switch (reader.readByte(item - 1)) {
        case 7 -> addClass(Type.getObjectType(reader.readUTF8(item, buffer)), references);
        case 9 -> {
          Names names = Names.at(item, reader, buffer);
          references.add(new ToField(names.owner(), names.name(), names.descriptor()));
        }
        case 10, 11 -> {
          Names names = Names.at(item, reader, buffer);
          boolean inInterface = reader.readByte(item - 1) == 11;
          references.add(
              new ToMethod(names.owner(), names.name(), names.descriptor(), inInterface));
        }
        default -> {}
      }
    }
    ClassShape shape = ClassShape.of(reader);
    shape.fields().forEach(field -> addClass(Type.getType(field.descriptor()), references));
    for (ClassShape.Member method : shape.methods()) {
      Type type = Type.getMethodType(method.descriptor());
      addClass(type.getReturnType(), references);
      for (Type argument : type.getArgumentTypes()) {
        addClass(argument, references);
      }
    }
    return references;
  }

  private static void addClass(Type type, List<Reference> references) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() == Type.OBJECT) {
      references.add(new ToClass(element.getInternalName()));
    }
  }

  /** The three names of a field or method entry of a constant pool. */
  record Names(String owner, String name, String descriptor) {
    static Names at(int item, ClassReader reader, char[] buffer) {
      int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
      return new Names(
          reader.readClass(item, buffer),
          reader.readUTF8(nameAndType, buffer),
          reader.readUTF8(nameAndType + 2, buffer));
    }
  }
}
