package covenant.local.stack;

/**
 * One process of a service.
 *
 * @param number from 1
 */
public record Replica(Service service, int number) implements Comparable<Replica> {

    /** The service's name; from the second on with its number: {@code consent-service-2}. */
    public String name() {
        return number == 1 ? service.module() : service.module() + "-" + number;
    }

    /** First ones first: they bring the databases up to date before a second one looks at them. */
    @Override
    public int compareTo(Replica other) {
        int byNumber = Integer.compare(number, other.number);
        return byNumber == 0 ? service.compareTo(other.service) : byNumber;
    }
}
