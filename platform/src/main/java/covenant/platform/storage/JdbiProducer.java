package covenant.platform.storage;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * Jdbi over the service's data source. Inside {@code @Transactional} every handle works on the transaction's one
 * connection; never use Jdbi's own transactions there. Outside a transaction each statement commits by itself.
 */
@ApplicationScoped
public class JdbiProducer {
    @Produces
    @Singleton
    Jdbi jdbi(AgroalDataSource dataSource) {
        Jdbi jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
        jdbi.configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(false));
        return jdbi;
    }
}
