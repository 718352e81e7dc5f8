package covenant.audit.month;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.Driver;

/** The login of the log's owner, who runs its migrations. A service that was not given it can do all but remove a month. */
@ApplicationScoped
class OwnerLogin {

    private final String url;
    private final Optional<String> username;
    private final Optional<String> password;

    OwnerLogin(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.flyway.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.flyway.password") Optional<String> password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    /** A connection of its own, outside the transaction of the caller, committed statement by statement. */
    Connection connect() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", username.orElseThrow(OwnerLogin::absent));
        login.setProperty("password", password.orElse(""));
        return new Driver().connect(url, login);
    }

    private static RefusedException absent() {
        return new RefusedException(
                ProblemCode.STATE_CONFLICT,
                "The service was not given the login of the log's owner, who alone can remove a month.");
    }
}
