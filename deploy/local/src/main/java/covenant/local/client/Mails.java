package covenant.local.client;

import covenant.embedded.smtp.Mail;
import java.util.List;

/** Where the mails that were sent can be read. */
@FunctionalInterface
public interface Mails {

    /** Every mail to the address, oldest first. */
    List<Mail> to(String address);
}
