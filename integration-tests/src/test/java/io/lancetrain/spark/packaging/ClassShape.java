package io.lancetrain.spark.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file declares. All names are internal ones, as in {@code java/lang/Object}.
 *
 * @param superName null for {@code java/lang/Object}
 */
record ClassShape(
    String name,
    int access,
    String superName,
    List<String> interfaces,
    List<Member> fields,
    List<Member> methods) {

  /** A field or method. */
  record Member(String name, String descriptor, int access) {
    boolean is(int flag) {
      return (access & flag) != 0;
    }

    boolean sameAs(String otherName, String otherDescriptor) {
      return name.equals(otherName) && descriptor.equals(otherDescriptor);
    }
  }

  static ClassShape of(ClassReader reader) {
    List<Member> fields = new ArrayList<>();
    List<Member> methods = new ArrayList<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            fields.add(new Member(name, descriptor, access));
            return null;
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            methods.add(new Member(name, descriptor, access));
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return new ClassShape(
        reader.getClassName(),
        reader.getAccess(),
        reader.getSuperName(),
        List.of(reader.getInterfaces()),
        fields,
        methods);
  }

  boolean is(int flag) {
    return (access & flag) != 0;
  }

  /** The superclass and the interfaces that the class names itself. */
  List<String> parents() {
    List<String> parents = new ArrayList<>(interfaces);
    Optional.ofNullable(superName).ifPresent(parents::add);
    return parents;
  }
}
