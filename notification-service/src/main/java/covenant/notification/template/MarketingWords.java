package covenant.notification.template;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words of advertising, which a message that needs no marketing consent must not hold (R-1.2.3-3). Width, case and blanks
 * between the characters do not hide a word.
 */
public final class MarketingWords {
    private static final List<String> CHINESE = List.of(
            "优惠", "促销", "折扣", "打折", "特价", "限时", "抢购", "立减", "满减", "红包", "返现", "返利", "抽奖", "中奖", "赠送", "免费领", "领取好礼",
            "大礼包", "秒杀", "钜惠", "推广", "推荐您购买", "邀请好友", "新品上市", "提额", "低息", "免息", "年化收益");
    private static final Pattern ENGLISH = Pattern.compile(
            "\\b(discounts?|special offers?|limited[- ]time|promotions?|promo|coupons?|cash ?back|sale|buy now|free gift"
                    + "|win a prize|lottery|refer a friend|bonus|best price|\\d+ ?% off|interest[- ]free)\\b");

    private MarketingWords() {}

    /** The first such word, or empty. */
    public static Optional<String> find(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String dense = plain.replaceAll("[\\s\\p{Cf}\\p{P}]+", "");
        Matcher english = ENGLISH.matcher(plain);
        return Stream.concat(
                        CHINESE.stream().filter(dense::contains),
                        english.find() ? Stream.of(english.group()) : Stream.empty())
                .findFirst();
    }
}
