package covenant.platform.holder;

import java.util.List;

/** Personal values of an order, for the eyes of its holder; the service that ordered keeps them encrypted. */
@FunctionalInterface
public interface OrderDetails {
    /** The values to be written, for a correction; empty when they are erased. */
    List<OrderCorrection> corrections(HolderOrder order);
}
