package covenant.embedded.smtp;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.internet.MimeMessage;

/** The recipient of everything, who keeps nothing: the mail is in its file already. */
final class DiscardingUser implements GreenMailUser {

    @Override
    public String getEmail() {
        return "sink@localhost";
    }

    @Override
    public String getLogin() {
        return "sink";
    }

    @Override
    public void deliver(MovingMessage message) {}

    @Override
    public void deliver(MimeMessage message) {}

    @Override
    public void create() {}

    @Override
    public void delete() {}

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public void setPassword(String password) {
        throw new UnsupportedOperationException("The sink has no log-in");
    }

    @Override
    public void authenticate(String password) {}

    @Override
    public String getQualifiedMailboxName() {
        return "sink";
    }
}
