package covenant.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The providers' own published examples. */
class SigningTest {
    @Test
    void aRequestIsSignedAsInAlibabaCloudsExample() {
        SortedMap<String, String> parameters = new TreeMap<>(Map.ofEntries(
                Map.entry("AccessKeyId", "testId"),
                Map.entry("Action", "SendSms"),
                Map.entry("Format", "XML"),
                Map.entry("OutId", "123"),
                Map.entry("PhoneNumbers", "15300000001"),
                Map.entry("RegionId", "cn-hangzhou"),
                Map.entry("SignName", "阿里云短信测试专用"),
                Map.entry("SignatureMethod", "HMAC-SHA1"),
                Map.entry("SignatureNonce", "45e25e9b-0a6f-4070-8c85-2956eda1b466"),
                Map.entry("SignatureVersion", "1.0"),
                Map.entry("TemplateCode", "SMS_71390007"),
                Map.entry("TemplateParam", "{\"customer\":\"test\"}"),
                Map.entry("Timestamp", "2017-07-12T02:42:19Z"),
                Map.entry("Version", "2017-05-25")));

        assertThat(new AliyunSigning("testId", "testSecret").signature("GET", parameters))
                .isEqualTo("zJDF+Lrzhj/ThnlvIToysFRq6t4=");
    }

    @Test
    void aRequestIsSignedAsInTencentCloudsExample() {
        TencentSigning signing = new TencentSigning(
                "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
                "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
                "cvm",
                "application/json; charset=utf-8",
                Map.of());
        String body =
                "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}";

        assertThat(signing.authorization("cvm.tencentcloudapi.com", body, 1551113065L))
                .isEqualTo("TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request,"
                        + " SignedHeaders=content-type;host,"
                        + " Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
    }

    @Test
    void aSchemeThatIsNotKnownDoesNotStart() {
        GatewayProfile profile = GatewayProfile.load(
                covenant.contracts.NotificationEvent.Channel.SMS,
                "generic",
                entry -> entry.equals("signing") ? java.util.Optional.of("ROT13") : java.util.Optional.empty());

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Signing.of(profile))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ROT13");
    }
}
