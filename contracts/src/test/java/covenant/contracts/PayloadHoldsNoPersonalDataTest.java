package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-ENV-1")
@DisplayName("No payload holds a raw personal value")
class PayloadHoldsNoPersonalDataTest {

    /** Words of field names that stand for a personal category of requirements part 3. */
    private static final Set<String> PERSONAL_WORDS = Set.of(
            "name",
            "surname",
            "nickname",
            "phone",
            "mobile",
            "landline",
            "telephone",
            "email",
            "mail",
            "gender",
            "sex",
            "birth",
            "birthday",
            "age",
            "nationality",
            "ethnicity",
            "address",
            "street",
            "postal",
            "family",
            "marital",
            "national",
            "identity",
            "passport",
            "licence",
            "license",
            "photo",
            "face",
            "fingerprint",
            "voice",
            "iris",
            "gene",
            "biometric",
            "ip",
            "password",
            "pin",
            "otp",
            "secret",
            "answer",
            "cookie",
            "openid",
            "card",
            "bank",
            "cvv",
            "cvv2",
            "expiry",
            "balance",
            "deposit",
            "amount",
            "income",
            "salary",
            "bill",
            "plan",
            "estate",
            "vehicle",
            "loan",
            "score",
            "tax",
            "occupation",
            "employer",
            "position",
            "degree",
            "education",
            "contact",
            "contacts",
            "friend",
            "sms",
            "message",
            "text",
            "body",
            "content",
            "browsing",
            "imei",
            "imsi",
            "mac",
            "device",
            "location",
            "latitude",
            "longitude",
            "geo",
            "health",
            "religion",
            "value",
            "values",
            "comment",
            "note",
            "remark",
            "description");

    /** Fields whose name sounds personal and whose content is not. */
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("HolderEntry.name", "an organisation or system"),
            Map.entry("HolderEntry.backupMaxAge", "the age of a backup"),
            Map.entry("NotificationRequested.messageClass", "an enum"),
            Map.entry("NotificationSent.messageClass", "an enum"),
            Map.entry("NotificationDelivered.messageClass", "an enum"),
            Map.entry("NotificationFailed.messageClass", "an enum"),
            Map.entry("SubjectUnreachable.messageClass", "an enum"),
            Map.entry("AnnouncementPublished.messageClass", "an enum"),
            Map.entry("PersonalDataShared.secret", "a flag: a duty of secrecy"),
            Map.entry("PublicDisclosureApproved.secret", "a flag: a duty of secrecy"),
            Map.entry("ExceptionUsed.secret", "a flag: a duty of secrecy"));

    /** A date without time could be a birth date: each one is named here. */
    private static final Set<String> DATES = Set.of("until", "reviewOn", "signedOn", "recordsUpTo", "validUntil");

    private static final Set<Class<?>> PLAIN_TYPES = Set.of(
            String.class,
            UUID.class,
            Instant.class,
            LocalDate.class,
            int.class,
            long.class,
            boolean.class,
            Long.class,
            Boolean.class);

    static Stream<EventType> types() {
        return EventTypes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void noFieldIsNamedAfterAPersonalCategory(EventType type) {
        assertThat(PayloadTypes.components(type.payload())
                        .filter(component -> !ALLOWED.containsKey(qualified(component)))
                        .filter(component -> soundsPersonal(component.getName()))
                        .map(PayloadHoldsNoPersonalDataTest::qualified))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "mobilePhone",
                "emailAddress",
                "idCardNumber",
                "birthDate",
                "cardNumber",
                "homeAddress",
                "freeText"
            })
    void suchANameIsFound(String name) {
        assertThat(soundsPersonal(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"subjectId", "reviewOn", "categories", "replyDue", "coveredByAnnouncement", "pinnedAt", "imposed"
            })
    void otherNamesPass(String name) {
        assertThat(soundsPersonal(name)).isFalse();
    }

    @Test
    void everyExceptionIsStillNeeded() {
        assertThat(types().flatMap(type -> PayloadTypes.components(type.payload()))
                        .map(PayloadHoldsNoPersonalDataTest::qualified))
                .containsAll(ALLOWED.keySet());
    }

    @ParameterizedTest
    @MethodSource("types")
    void fieldsAreOfPlainTypesAndEveryDateIsKnown(EventType type) {
        PayloadTypes.components(type.payload()).forEach(component -> {
            assertThat(leaves(component.getGenericType()))
                    .as(qualified(component))
                    .allMatch(PayloadHoldsNoPersonalDataTest::isPlain);
            if (component.getType() == LocalDate.class) {
                assertThat(DATES).as(qualified(component)).contains(component.getName());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("types")
    void goldenFilesAreInvented(EventType type) {
        assertThat(texts(Json.tree(Json.text(type.goldenResource()))))
                .noneMatch(text ->
                        Pseudonym.check(text).filter(Violation::personalData).isPresent());
    }

    private static boolean soundsPersonal(String name) {
        return Arrays.stream(name.split("(?=[A-Z])"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(PERSONAL_WORDS::contains);
    }

    private static String qualified(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }

    private static Stream<Class<?>> leaves(Type type) {
        return switch (type) {
            case ParameterizedType parameterized
            when parameterized.getRawType() == List.class || parameterized.getRawType() == Map.class ->
                Arrays.stream(parameterized.getActualTypeArguments()).flatMap(PayloadHoldsNoPersonalDataTest::leaves);
            case Class<?> simple -> Stream.of(simple);
            default -> throw new AssertionError("unexpected type " + type);
        };
    }

    private static boolean isPlain(Class<?> type) {
        boolean ours = type.getPackage() != null && type.getPackage().equals(Event.class.getPackage());
        return PLAIN_TYPES.contains(type) || ours && (type.isEnum() || type.isRecord());
    }

    private static List<String> texts(JsonNode node) {
        return node.isContainerNode()
                ? Stream.iterate(node.elements(), java.util.Iterator::hasNext, elements -> elements)
                        .flatMap(elements -> texts(elements.next()).stream())
                        .toList()
                : node.isTextual() ? List.of(node.asText()) : List.of();
    }
}
