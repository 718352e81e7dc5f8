package covenant.consent.receipt;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Label;
import covenant.consent.catalogue.Purpose;
import covenant.consent.grant.ConsentRecord;
import covenant.consent.policy.PolicyContent.Controller;
import covenant.consent.policy.PolicyVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A consent record of ISO/IEC TS 27560 in JSON-LD with the terms of the W3C Data Privacy Vocabulary, conforming to profile
 * {@code dpv-27560:record-2}; terms of our own stand under {@code covenant:}.
 */
final class Receipt {
    static final String PROFILE = "dpv-27560:record-2";

    private static final Map<String, Object> CONTEXT = context();

    private Receipt() {}

    static Map<String, Object> of(ConsentRecord record, PolicyVersion policy, Catalogue catalogue, Instant now) {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("@context", CONTEXT);
        receipt.put("@id", "urn:uuid:" + record.id());
        receipt.put("@type", "dpv:ConsentRecord");
        receipt.put("dct:conformsTo", PROFILE);
        receipt.put("dct:identifier", record.id().toString());
        receipt.put("dpv:hasIdentifier", record.id().toString());
        receipt.put("dct:created", record.recordedAt().toString());
        receipt.put("dct:issued", now.toString());
        receipt.put("dct:creator", "covenant:controller");
        receipt.put("dct:language", policy.content().locale().substring(0, 2));
        receipt.put("dpv:hasDataSubject", subject(record));
        Map<String, Object> controller = controller(policy.content().controller());
        receipt.put("dpv:hasDataController", controller);
        receipt.put("dpv:hasEntity", Map.of("covenant:controller", controller));
        Map<String, Object> process = process(record, catalogue);
        receipt.put("dpv:hasPurpose", process.get("dpv:hasPurpose"));
        receipt.put("dpv:hasPersonalData", process.get("dpv:hasPersonalData"));
        receipt.put("dpv:hasConsentStatus", process.get("dpv:hasConsentStatus"));
        receipt.put("dpv:hasProcess", List.of(process));
        receipt.put("dpv:hasNotice", List.of(notice(record, policy)));
        receipt.put("covenant:evidence", evidence(record));
        return receipt;
    }

    private static Map<String, Object> subject(ConsentRecord record) {
        return Map.of("@type", List.of("dpv:DataSubject"), "dpv:hasIdentifier", record.subjectId());
    }

    private static Map<String, Object> controller(Controller c) {
        Map<String, Object> controller = new LinkedHashMap<>();
        controller.put("@id", "covenant:controller");
        controller.put("@type", List.of("dpv:DataController"));
        controller.put("dpv:hasName", c.name());
        controller.put("dpv:hasContact", c.contact());
        controller.put("covenant:personalInformationOfficer", c.dpo());
        return controller;
    }

    private static Map<String, Object> process(ConsentRecord record, Catalogue catalogue) {
        Map<String, Object> process = new LinkedHashMap<>();
        process.put("@type", List.of("dpv:Process"));
        process.put("dpv:hasPurpose", List.of(purpose(record, catalogue)));
        process.put("dpv:hasPersonalData", data(record, catalogue));
        process.put("dpv:hasDataController", List.of("covenant:controller"));
        process.put("dpv:hasProcessing", List.of("dpv:Collect", "dpv:Store", "dpv:Use"));
        process.put("dpv:hasDataSource", List.of(source(record)));
        process.put("dpv:hasLegalBasis", record.separate() ? "dpv:ExplicitlyExpressedConsent" : "dpv:Consent");
        if (record.recipient() != null) {
            process.put("dpv:hasRecipient", List.of(record.recipient()));
        }
        process.put("dpv:hasConsentStatus", List.of(status(record)));
        return process;
    }

    private static Map<String, Object> source(ConsentRecord record) {
        String type = record.source() == null ? "dpv:DataSubjectDataSource" : "dpv:ThirdPartySource";
        return Map.of("@type", List.of(type));
    }

    private static Map<String, Object> purpose(ConsentRecord record, Catalogue catalogue) {
        return node(
                "dpv:Purpose",
                Terms.purpose(record.purpose()),
                record.purpose(),
                catalogue.purpose(record.purpose()).map(Purpose::label));
    }

    private static List<Map<String, Object>> data(ConsentRecord record, Catalogue catalogue) {
        List<Map<String, Object>> data = new ArrayList<>();
        record.categories().forEach(name -> {
            boolean sensitive =
                    catalogue.category(name).map(Category::sensitive).orElse(false);
            data.add(node(
                    sensitive ? "dpv:SensitivePersonalData" : "dpv:PersonalData",
                    Terms.personalData(name),
                    name,
                    catalogue.category(name).map(Category::label)));
        });
        return data;
    }

    private static Map<String, Object> node(String type, String broader, String code, java.util.Optional<Label> label) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("@type", List.of(type));
        node.put("skos:broader", broader);
        node.put("dct:identifier", code);
        node.put("skos:prefLabel", label.map(Label::zh).orElse(code));
        return node;
    }

    private static Map<String, Object> status(ConsentRecord record) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put(
                "@type",
                switch (record.status()) {
                    case GRANTED -> "dpv:ConsentGiven";
                    case DECLINED -> "dpv:ConsentRefused";
                    case WITHDRAWN -> "dpv:ConsentWithdrawn";
                    case EXPIRED -> "dpv:ConsentExpired";
                    case SUPERSEDED -> "dpv:ConsentInvalidated";
                    case ENDED -> "dpv:ConsentRevoked";
                });
        status.put("dpv:isIndicatedBy", "dpv:DataSubject");
        status.put("dpv:isIndicatedAtTime", record.evidence().acceptedAt().toString());
        status.put("dpv:hasIndicationMethod", record.evidence().method().name());
        if (record.until() != null) {
            status.put(
                    "dpv:hasDuration",
                    Map.of(
                            "@type",
                            "dpv:UntilTimeDuration",
                            "rdf:value",
                            record.until().toString()));
        }
        if (record.endedAt() != null) {
            status.put("covenant:endedAt", record.endedAt().toString());
        }
        return status;
    }

    private static Map<String, Object> notice(ConsentRecord record, PolicyVersion policy) {
        Map<String, Object> notice = new LinkedHashMap<>();
        notice.put("@type", "dpv:ConsentNotice");
        notice.put("dpv:hasIdentifier", "policy/" + policy.version());
        notice.put("dct:title", policy.content().title());
        notice.put("dct:date", record.evidence().presentedAt().toString());
        notice.put("covenant:sha256", record.evidence().policySha256());
        return notice;
    }

    private static Map<String, Object> evidence(ConsentRecord record) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("covenant:sha256", record.evidenceSha256());
        evidence.put("covenant:channel", record.evidence().channel());
        evidence.put("covenant:appVersion", record.evidence().appVersion());
        evidence.put("covenant:locale", record.evidence().locale());
        evidence.put("covenant:highlightedSectionsShown", record.evidence().highlightedSectionsShown());
        evidence.put("covenant:separate", record.separate());
        if (record.necessityShown() != null) {
            evidence.put("covenant:necessityShown", record.necessityShown());
        }
        return evidence;
    }

    private static Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("dpv", "https://w3id.org/dpv#");
        context.put("dpv-27560", "https://w3id.org/dpv/schema/dpv-27560#");
        context.put("pd", "https://w3id.org/dpv/pd#");
        context.put("dct", "http://purl.org/dc/terms/");
        context.put("skos", "http://www.w3.org/2004/02/skos/core#");
        context.put("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
        context.put("covenant", "urn:covenant:vocabulary#");
        return context;
    }
}
