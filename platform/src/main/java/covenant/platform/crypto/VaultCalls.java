package covenant.platform.crypto;

import io.quarkus.vault.client.VaultClientException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for Vault. What Vault refuses as wrong (400) or does not have (404) is the caller's to judge; everything else, a sealed or
 * unreachable Vault above all, is {@link KeysUnavailableException}. Messages hold the path and the status, never what was sent.
 */
final class VaultCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private VaultCalls() {}

    /** @throws VaultClientException of status 400 or 404 */
    static <T> T answer(CompletionStage<T> call) {
        try {
            return call.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw judged(e.getCause());
        } catch (TimeoutException e) {
            throw new KeysUnavailableException("Vault does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException("Interrupted while waiting for Vault", e);
        }
    }

    static boolean isMissing(VaultClientException refused) {
        return refused.getStatus() == 404;
    }

    private static RuntimeException judged(@Nullable Throwable failure) {
        if (failure instanceof VaultClientException refused) {
            return refused.getStatus() == 400 || refused.getStatus() == 404
                    ? refused
                    : new KeysUnavailableException(
                            "Vault answered " + refused.getStatus() + " to " + refused.getRequestPath());
        }
        return new KeysUnavailableException("Vault cannot be reached: " + failure);
    }
}
