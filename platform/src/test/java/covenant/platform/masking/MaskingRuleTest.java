package covenant.platform.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-1.5.4-1")
@Tag("R-4.1.1-4")
class MaskingRuleTest {

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            NAME | 张三 | *三
            NAME | 李小龙 | **龙
            NAME | 欧阳娜娜 | ***娜
            NAME | 买买提·吐尔逊 | ******逊
            NAME | 王 | *
            NAME | 𠮷田 | *田
            NAME | 田𠮷 | *𠮷
            NAME | John Smith | J*** S****
            NAME | J Smith | * S****
            NAME | ' 张三 ' | *三
            MOBILE | 13812345678 | 138****5678
            MOBILE | +8613812345678 | +86138****5678
            MOBILE | 008613812345678 | 0086138****5678
            MOBILE | +86 138-1234-5678 | +86138****5678
            MOBILE | 123 | ***
            MOBILE | 1234567 | ***4567
            MOBILE | +12125550123 | ********0123
            MOBILE | 张三的手机号码 | *******
            LANDLINE | 0571-88123456 | 0571-******56
            LANDLINE | 057188123456 | 0571******56
            LANDLINE | 010-12345678 | 010-******78
            LANDLINE | 88123456 | ******56
            LANDLINE | 家里的电话 | *****
            ID_NUMBER | 110101199003070011 | 1****************1
            ID_NUMBER | 11010119900307001X | 1****************X
            ID_NUMBER | 110101900307001 | 1*************1
            ID_NUMBER | 1101 | ****
            ID_NUMBER_LAST4 | 110101199003070011 | **************0011
            ID_NUMBER_6_4 | 110101199003070011 | 110101********0011
            ID_DOC_OTHER | E12345678 | E*****678
            ID_DOC_OTHER | E123 | ****
            BANK_CARD | 6222021234565678 | ************5678
            BANK_CARD | 6222021234567890123 | ***************0123
            BANK_CARD | 6222 0212 3456 5678 | ************5678
            BANK_CARD | 5678 | ****
            EMAIL | zhangsan@example.com | z***@example.com
            EMAIL | a@b.cn | *@b.cn
            EMAIL | zhangsan | ********
            EMAIL | @example.com | ************
            EMAIL | 𠮷田@example.com | 𠮷***@example.com
            ADDRESS | 浙江省杭州市西湖区文三路100号 | 浙江省杭州市西湖区****
            ADDRESS | 北京市朝阳区建国路1号 | 北京市朝阳区****
            ADDRESS | 内蒙古自治区锡林郭勒盟苏尼特右旗某镇2号 | 内蒙古自治区锡林郭勒盟苏尼特右旗****
            ADDRESS | 广西壮族自治区南宁市青秀区民族大道1号 | 广西壮族自治区南宁市青秀区****
            ADDRESS | 台州市路桥区某街5号 | 台州市路桥区****
            ADDRESS | 杭州市幸福小区3号 | 杭州市****
            ADDRESS | 文三路幸福小区3号楼12号 | 文三路幸****
            ADDRESS | 1 Some Street in Hangzhou | 1 Some****
            ADDRESS | 短 | ****
            BIRTH_DATE | 1990-03-07 | 1990-**-**
            BIRTH_DATE | 19900307 | 1990****
            BIRTH_DATE | 1990年3月7日 | 1990年*月*日
            BIRTH_DATE | 07.03.1990 | **********
            IP | 203.0.113.7 | 203.0.*.*
            IP | 2001:db8:1::9 | 2001:db8:1:*
            IP | 2001:db8::9 | 2001:db8:0:*
            IP | ::1 | 0:0:0:*
            IP | ::ffff:203.0.113.7 | 203.0.*.*
            IP | host.example.org | ****************
            DEVICE_ID | 860123456789012 | ***********9012
            MAC | AA:BB:CC:11:22:33 | AA:BB:CC:**:**:**
            MAC | aa-bb-cc-11-22-33 | aa-bb-cc-**-**-**
            MAC | AABBCC112233 | AABBCC******
            MAC | AA:BB:CC | ********
            GEO | 30.27415,120.15515 | 30.3,120.2
            GEO | -33.86,151.21 | -33.9,151.2
            GEO | 杭州市 | 杭州市
            GEO | 浙江省杭州市西湖区文三路100号 | 浙江省杭州市
            GEO | 文三路100号 | *******
            AMOUNT | 12000.50 | ****
            TEXT | 电话13812345678 | 电话138****5678
            TEXT | 证件110101199003070011。 | 证件1****************1。
            TEXT | 证件11010119900307001X号 | 证件1****************X号
            TEXT | 卡6222 0212 3456 5678到期 | 卡************5678到期
            TEXT | 写信到zhangsan@example.com吧 | *
            TEXT | 电话１３８１２３４５６７８ | 电话138****5678
            TEXT | 138 1234 5678, 0571-88123456 | 138****5678, 0571-******56
            TEXT | 2026-02-28 共 3 笔 | 2026-02-28 共 3 笔
            SECRET | x | ******
            SECRET | a much longer secret | ******
            FULL | template.bin | [已隐藏]
            """)
    void everyVectorHolds(MaskingRule rule, String value, String shown) {
        if (value.startsWith("写信")) {
            // The Chinese words touch the address, so they may count as part of it: what matters is that it is not
            // shown.
            assertThat(rule.mask(value)).doesNotContain("zhangsan").endsWith("@example.com吧");
        } else {
            assertThat(rule.mask(value)).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @EnumSource(MaskingRule.class)
    void nullStaysNullAndBlankBecomesEmpty(MaskingRule rule) {
        assertThat(rule.mask(null)).isNull();
        assertThat(rule.mask("")).isEmpty();
        assertThat(rule.mask(" \t\n")).isEmpty();
    }

    /** No rule throws, and none but the ones that show a place, a year or plain text lets a value of a foreign form through. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "𠮷",
                "张",
                "1",
                "@",
                ":::",
                "::::::::",
                "((((",
                "-",
                "999.999.999.999",
                "12345678901234567890123456789012345",
                "\uD842"
            })
    void strangeValuesNeverPassInTheClear(String value) {
        assertThat(Arrays.stream(MaskingRule.values())
                        .filter(rule -> rule != MaskingRule.TEXT)
                        .filter(rule -> value.equals(rule.mask(value))))
                .isEmpty();
    }

    @Test
    void aNumberOfAnyLengthInTextIsMaskedToItsEnd() {
        assertThat(MaskingRule.TEXT.mask("no " + "1234567890".repeat(6))).isEqualTo("no " + "*".repeat(56) + "7890");
    }

    @Test
    void textShowsTwoHundredCharactersAtMostAndMasksBeforeItCuts() {
        String masked = MaskingRule.TEXT.mask("字".repeat(195) + "13812345678 and more");

        assertThat(masked).isEqualTo("字".repeat(195) + "138**");
        assertThat(MaskingRule.TEXT.mask("𠮷".repeat(300))).isEqualTo("𠮷".repeat(200));
    }
}
