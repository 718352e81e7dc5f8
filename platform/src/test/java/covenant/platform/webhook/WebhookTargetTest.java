package covenant.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTargetTest {

    private static WebhookTarget strict(String... addresses) {
        return new WebhookTarget(false, host -> {
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < addresses.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "0.0.0.0",
                "0.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "2001::1",
                "2001:db8::1",
                "100::1"
            })
    void addressesInsideANetworkAreNotCalled(String address) {
        assertThat(strict(address).refusal("https://holder.example.com/hook")).contains("ADDRESS_NOT_ALLOWED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.215.14",
                "172.32.0.1",
                "172.15.0.1",
                "100.128.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:2800:21f::1",
                "64:ff9b::5db8:d70e"
            })
    void addressesOfTheInternetAreCalled(String address) {
        assertThat(strict(address).refusal("https://holder.example.com/hook")).isEmpty();
    }

    @Test
    void onePrivateAddressAmongPublicOnesIsEnoughToRefuse() {
        assertThat(strict("93.184.215.14", "10.0.0.1").refusal("https://holder.example.com/"))
                .contains("ADDRESS_NOT_ALLOWED");
    }

    @ParameterizedTest
    @CsvSource({
        "http://holder.example.com/hook, SCHEME_NOT_ALLOWED",
        "ftp://holder.example.com/hook, SCHEME_NOT_ALLOWED",
        "https://user:secret@holder.example.com/, URL_NOT_USABLE",
        "https:///hook, URL_NOT_USABLE",
        "https://holder.example.com/#part, URL_NOT_USABLE",
        "file:///etc/passwd, URL_NOT_USABLE",
        "not a url, URL_NOT_USABLE",
        ", URL_NOT_USABLE"
    })
    void urlsThatAreNoPlainHttpsAreNotCalled(String url, String reason) {
        assertThat(strict("93.184.215.14").refusal(url)).contains(reason);
    }

    @Test
    void aHostThatNobodyKnowsIsAFailure() {
        WebhookTarget target = new WebhookTarget(false, host -> {
            throw new UnknownHostException(host);
        });

        assertThat(target.refusal("https://nowhere.example.com/")).contains("HOST_UNKNOWN");
    }

    @Test
    void theSandboxMayCallItself() {
        WebhookTarget target = new WebhookTarget(true, InetAddress::getAllByName);

        assertThat(target.refusal("http://127.0.0.1:8080/hook")).isEmpty();
        assertThat(target.refusal("ftp://127.0.0.1/hook")).contains("SCHEME_NOT_ALLOWED");
    }
}
