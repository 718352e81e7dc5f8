package covenant.embedded.postgres;

import java.util.Optional;

/**
 * One service's database: its name is the login role's name too.
 *
 * @param name of the database and of the role that the service logs in with
 * @param owner a second role that owns the database and runs the migrations; without it the login role owns the database. The audit service
 *     has one, so that the service itself can only INSERT and SELECT
 */
public record ServiceDatabase(String name, String password, Optional<Owner> owner) {

    /** A role that owns a database without being the one the service logs in with. */
    public record Owner(String role, String password) {
        @Override
        public String toString() {
            return "Owner[" + role + "]";
        }
    }

    public ServiceDatabase {
        if (!name.matches("[a-z_]{1,60}")) {
            throw new IllegalArgumentException("Not a database name: " + name);
        }
    }

    /** A database that its login role owns. */
    public static ServiceDatabase ownedBySelf(String name, String password) {
        return new ServiceDatabase(name, password, Optional.empty());
    }

    /** A database owned by {@code <name>_owner}, in which the login role gets INSERT and SELECT on each new table, and no more. */
    public static ServiceDatabase appendOnly(String name, String password, String ownerPassword) {
        return new ServiceDatabase(name, password, Optional.of(new Owner(name + "_owner", ownerPassword)));
    }

    String ownerRole() {
        return owner.map(Owner::role).orElse(name);
    }

    @Override
    public String toString() {
        return "ServiceDatabase[" + name + "]";
    }
}
