package covenant.e2e;

import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A library that a service ships. @param name {@code group:artifact} */
record Library(String name, String version) implements Comparable<Library> {

    /** What lies in the service's {@code lib}, as the build of the application lists it. */
    static Set<Library> shippedBy(Service service) throws IOException {
        try (Stream<String> lines =
                Files.lines(Installation.find().jar(service).resolveSibling("quarkus-app-dependencies.txt"))) {
            return lines.map(line -> line.split(":"))
                    .filter(part -> part.length == 5)
                    .map(part -> new Library(part[0] + ":" + part[1], part[4]))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Override
    public int compareTo(Library other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name + ":" + version;
    }
}
