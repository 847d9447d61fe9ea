package dev.mnemo.user.digest;

import java.util.regex.Pattern;

/// What nobody's character is inferred about: health, faith, politics, sexuality, money, crime and addiction. Whole
/// words, so that innocent ones that contain them pass; what a person says of themselves is kept as a fact all the
/// same.
final class Sensitive {
    private static final Pattern TOPIC =
            Pattern.compile("(?i)\\b(?:depress\\w*|anxiety|bipolar|schizo\\w*|autis\\w*|adhd|suicid\\w*"
                    + "|therap(?:y|ist)|psychiatr\\w*|mental(?:ly)? (?:health|ill\\w*)|diagnos\\w*|disease|illness|medication|hiv|cancer"
                    + "|disab\\w*|pregnan\\w*|abortion|relig\\w*|christian\\w*|muslim\\w*|islam\\w*|jew(?:s|ish)?|hindu\\w*|buddhis\\w*"
                    + "|atheis\\w*|church|mosque|politic\\w*|democrat\\w*|republican\\w*|liberal|conservative|communis\\w*|vote[ds]?|gay"
                    + "|lesbian|bisexual|transgender|homosexual\\w*|sexual\\w*|salary|debts?|bankrupt\\w*|income|credit score|addict\\w*"
                    + "|alcoholi\\w*|drugs?|abus(?:e|ed|ive)|criminal\\w*|arrested|prison|racial|ethnic\\w*)\\b"
                    + "|抑郁|焦虑症|自杀|精神病|心理疾病|残疾|怀孕|堕胎|宗教|基督|穆斯林|佛教|信仰|政治|政党|同性恋|性取向|工资|收入|债务|破产|上瘾|毒品|酗酒|虐待|犯罪|坐牢|种族");

    private Sensitive() {}

    static boolean isIn(String text) {
        return TOPIC.matcher(text).find();
    }
}
