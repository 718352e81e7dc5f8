package covenant.local.demo;

import covenant.local.client.Answer;
import covenant.local.client.Storage;
import covenant.local.stack.Service;

/** Step 3: where S can be reached is stored under her own key, and shown masked. */
final class ContactPointsAreEncrypted implements Step {

    @Override
    public String title() {
        return "How S can be reached is stored encrypted under her own key.";
    }

    @Override
    public void play(World world) {
        Cast cast = world.cast();
        contactPoints(world, cast.subject(), cast.email());
        Answer shown = Claim.status(
                200, world.subject().get(Service.NOTIFICATION, "/v1/subjects/" + cast.subject() + "/contact-points"));
        Claim.that(!shown.text().contains(cast.email()), "the address is shown masked", shown.described());
        Storage.Dump dump = world.storage().dump(Service.NOTIFICATION);
        Claim.that(!dump.contains(cast.email()), "no row holds the address in clear", "it is there");
        world.tell(
                "Shown as %s; in all %d rows of the database the address does not occur.",
                shown.at("/email"), dump.rows().size());
    }

    static void contactPoints(World world, String subject, String email) {
        Claim.success(world.backend()
                .put(Service.NOTIFICATION, "/v1/subjects/" + subject + "/contact-points", """
                        {"email": "%s", "locale": "en", "preferred": ["EMAIL"]}""".formatted(email)));
    }
}
