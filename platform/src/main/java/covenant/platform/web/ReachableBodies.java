package covenant.platform.web;

import io.quarkus.hibernate.validator.ValidatorFactoryCustomizer;
import jakarta.inject.Singleton;
import org.hibernate.validator.BaseHibernateValidatorConfiguration;

/**
 * Bodies are records that were just read: all of a body can be reached, always. The validator remembers so for each field of each item otherwise, which was a
 * third of its time over a batch of 1,000 questions (docs/performance.md).
 */
@Singleton
class ReachableBodies implements ValidatorFactoryCustomizer {

    @Override
    public void customize(BaseHibernateValidatorConfiguration<?> configuration) {
        configuration.enableTraversableResolverResultCache(false);
    }
}
