package io.lancetrain.spark.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Says of a compiled class what a JVM would say only once it runs there: which classes and members
 * that it names are missing, are of another kind or closed to it, and which abstract methods it
 * leaves open.
 */
final class LinkageCheck {
  private final ClassPath classPath;
  private final List<String> packages;

  /**
   * A check of what is named in {@code packages}, by their prefixes, as {@code classPath} has it.
   */
  LinkageCheck(ClassPath classPath, List<String> packages) {
    this.classPath = classPath;
    this.packages = List.copyOf(packages);
  }

  /** One sentence for each problem of the class. */
  Set<String> problems(ClassReader reader) {
    Set<String> problems = new TreeSet<>();
    ClassShape shape = ClassShape.of(reader);
    for (Reference reference : Reference.of(reader)) {
      if (packages.stream().anyMatch(reference.owner()::startsWith)) {
        problem(reference, shape).ifPresent(problems::add);
      }
    }
    problems.addAll(openMethods(shape));
    problems.addAll(brokenOverrides(shape));
    problems.addAll(brokenLambdas(reader));
    return problems.stream()
        .map(problem -> reader.getClassName().replace('/', '.') + " " + problem)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<String> problem(Reference reference, ClassShape user) {
    Optional<ClassShape> found = classPath.find(reference.owner());
    if (found.isEmpty()) {
      return Optional.of("names the missing class " + readable(reference.owner()));
    }
    ClassShape owner = found.get();
    if (!owner.is(Opcodes.ACC_PUBLIC) && !samePackage(owner.name(), user.name())) {
      return Optional.of("names the class " + readable(owner.name()) + ", which is not public");
    }
    if (reference instanceof Reference.ToField field) {
      return member(
          "field " + field.name() + " " + field.descriptor(),
          owner,
          user,
          declarations(owner, field));
    }
    if (reference instanceof Reference.ToMethod method) {
      if (owner.is(Opcodes.ACC_INTERFACE) != method.inInterface()) {
        return Optional.of(
            "calls "
                + method.name()
                + method.descriptor()
                + " of "
                + readable(owner.name())
                + (method.inInterface() ? " as an interface's" : " as a class's")
                + ", which it is not");
      }
      return member(
          "method " + method.name() + method.descriptor(),
          owner,
          user,
          declarations(owner, method));
    }
    return Optional.empty();
  }

  private static Optional<String> member(
      String description, ClassShape owner, ClassShape user, List<Declaration> declarations) {
    String where = description + " of " + readable(owner.name());
    if (declarations.isEmpty()) {
      return Optional.of("names the missing " + where);
    }
    return declarations.stream().anyMatch(declaration -> declaration.isOpenTo(user))
        ? Optional.empty()
        : Optional.of("names the " + where + ", which is closed to it");
  }

  /** A member and the class that declares it. */
  private record Declaration(ClassShape owner, ClassShape.Member member) {
    boolean isOpenTo(ClassShape user) {
      if (member.is(Opcodes.ACC_PRIVATE)) {
        return outermost(owner.name()).equals(outermost(user.name()));
      }
      return member.is(Opcodes.ACC_PUBLIC)
          || member.is(Opcodes.ACC_PROTECTED)
          || samePackage(owner.name(), user.name());
    }
  }

  private List<Declaration> declarations(ClassShape owner, Reference reference) {
    if (reference instanceof Reference.ToMethod constructor
        && constructor.name().equals("<init>")) {
      return declared(owner, owner.methods(), constructor.name(), constructor.descriptor())
          .toList();
    }
    return classPath.ancestry(owner).stream()
        .flatMap(
            shape ->
                reference instanceof Reference.ToField field
                    ? declared(shape, shape.fields(), field.name(), field.descriptor())
                    : declaredMethod(shape, (Reference.ToMethod) reference))
        .toList();
  }

  private static Stream<Declaration> declaredMethod(
      ClassShape shape, Reference.ToMethod reference) {
    return declared(shape, shape.methods(), reference.name(), reference.descriptor());
  }

  private static Stream<Declaration> declared(
      ClassShape owner, List<ClassShape.Member> members, String name, String descriptor) {
    return members.stream()
        .filter(member -> member.sameAs(name, descriptor))
        .map(member -> new Declaration(owner, member));
  }

  /** The abstract methods that a class which can be instantiated has no body for. */
  private List<String> openMethods(ClassShape shape) {
    if (shape.is(Opcodes.ACC_ABSTRACT) || shape.is(Opcodes.ACC_INTERFACE)) {
      return List.of();
    }
    return abstractMethods(classPath.ancestry(shape))
        .map(open -> "does not implement " + readable(open.owner().name()) + "." + text(open))
        .toList();
  }

  private static Stream<Declaration> abstractMethods(Set<ClassShape> ancestry) {
    List<Declaration> methods = new ArrayList<>();
    for (ClassShape shape : ancestry) {
      shape.methods().forEach(method -> methods.add(new Declaration(shape, method)));
    }
    return methods.stream()
        .filter(declaration -> declaration.member().is(Opcodes.ACC_ABSTRACT))
        .filter(
            open ->
                methods.stream()
                    .noneMatch(
                        other ->
                            !other.member().is(Opcodes.ACC_ABSTRACT)
                                && !other.member().is(Opcodes.ACC_STATIC)
                                && !other.member().is(Opcodes.ACC_PRIVATE)
                                && other
                                    .member()
                                    .sameAs(open.member().name(), open.member().descriptor())));
  }

  /** A superclass, or a method that the class overrides, that has become final. */
  private List<String> brokenOverrides(ClassShape shape) {
    List<String> problems = new ArrayList<>();
    for (String parent : shape.parents()) {
      classPath
          .find(parent)
          .filter(found -> found.is(Opcodes.ACC_FINAL))
          .ifPresent(found -> problems.add("extends the final class " + readable(parent)));
    }
    for (ClassShape ancestor : classPath.ancestry(shape)) {
      for (ClassShape.Member method : ancestor.methods()) {
        boolean cannotBeOverridden =
            method.is(Opcodes.ACC_FINAL)
                && !method.is(Opcodes.ACC_PRIVATE)
                && !method.is(Opcodes.ACC_STATIC);
        if (cannotBeOverridden
            && !ancestor.equals(shape)
            && shape.methods().stream()
                .anyMatch(own -> own.sameAs(method.name(), method.descriptor()))) {
          problems.add(
              "overrides the final method " + readable(ancestor.name()) + "." + method.name());
        }
      }
    }
    return problems;
  }

  /** Lambdas for an interface that has another abstract method than the one they implement. */
  private List<String> brokenLambdas(ClassReader reader) {
    List<String> problems = new ArrayList<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitInvokeDynamicInsn(
                  String method, String type, Handle bootstrap, Object... arguments) {
                if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                  brokenLambda(method, type, (Type) arguments[0]).ifPresent(problems::add);
                }
              }
            };
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return problems;
  }

  private Optional<String> brokenLambda(String method, String type, Type implemented) {
    String target = Type.getReturnType(type).getInternalName();
    return classPath.find(target).stream()
        .flatMap(found -> abstractMethods(classPath.ancestry(found)))
        .filter(open -> !open.member().sameAs(method, implemented.getDescriptor()))
        .filter(open -> !isOfObject(open.member()))
        .map(open -> "has a lambda for " + readable(target) + " without " + text(open))
        .findFirst();
  }

  /** An interface may declare what every object has. */
  private boolean isOfObject(ClassShape.Member member) {
    return classPath.find("java/lang/Object").stream()
        .flatMap(object -> object.methods().stream())
        .anyMatch(method -> method.sameAs(member.name(), member.descriptor()));
  }

  private static String text(Declaration declaration) {
    return declaration.member().name() + declaration.member().descriptor();
  }

  private static String readable(String internalName) {
    return internalName.replace('/', '.');
  }

  /** Nested classes share their private members. */
  private static String outermost(String name) {
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static boolean samePackage(String first, String second) {
    return first
        .substring(0, first.lastIndexOf('/') + 1)
        .equals(second.substring(0, second.lastIndexOf('/') + 1));
  }
}
