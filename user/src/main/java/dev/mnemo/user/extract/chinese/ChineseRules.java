package dev.mnemo.user.extract.chinese;

import static dev.mnemo.user.extract.rule.Attribute.AGE;
import static dev.mnemo.user.extract.rule.Attribute.ALLERGY;
import static dev.mnemo.user.extract.rule.Attribute.BIRTHDAY;
import static dev.mnemo.user.extract.rule.Attribute.BIRTHPLACE;
import static dev.mnemo.user.extract.rule.Attribute.CHILDREN;
import static dev.mnemo.user.extract.rule.Attribute.DIET;
import static dev.mnemo.user.extract.rule.Attribute.EDUCATION;
import static dev.mnemo.user.extract.rule.Attribute.EMPLOYER;
import static dev.mnemo.user.extract.rule.Attribute.FAVOURITE;
import static dev.mnemo.user.extract.rule.Attribute.FRIEND;
import static dev.mnemo.user.extract.rule.Attribute.HOBBY;
import static dev.mnemo.user.extract.rule.Attribute.HOME;
import static dev.mnemo.user.extract.rule.Attribute.INSTRUCTION;
import static dev.mnemo.user.extract.rule.Attribute.LANGUAGE;
import static dev.mnemo.user.extract.rule.Attribute.LEARNING;
import static dev.mnemo.user.extract.rule.Attribute.MARITAL_STATUS;
import static dev.mnemo.user.extract.rule.Attribute.NAME;
import static dev.mnemo.user.extract.rule.Attribute.OCCUPATION;
import static dev.mnemo.user.extract.rule.Attribute.ORIGIN;
import static dev.mnemo.user.extract.rule.Attribute.PET;
import static dev.mnemo.user.extract.rule.Attribute.PLAN;
import static dev.mnemo.user.extract.rule.Attribute.RELATIVE;
import static dev.mnemo.user.extract.rule.Attribute.STUDIES;
import static dev.mnemo.user.extract.rule.Attribute.TASTE;
import static dev.mnemo.user.extract.rule.Said.each;

import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.Finding.Tie;
import dev.mnemo.user.extract.rule.Attribute;
import dev.mnemo.user.extract.rule.Rule;
import dev.mnemo.user.extract.rule.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What Chinese speakers say of themselves; `<x>` stands for any words.
final class ChineseRules {
    private static final Pattern GROUP = Pattern.compile("(?<!\\(\\?)<([a-z]+)>");
    private static final String TIME_FIRST =
            "(?:(?:昨天|今天|前天|去年|今年|上周|上个?月|这个?月|[\\d一二三四五六七八九十两半]+(?:年|个?月|周|天)前|\\d{4}年(?:\\d{1,2}月)?)，?)?";
    private static final String TIME =
            "(?:在?(?:昨天|前天|去年|今年|上周|上个?月|[\\d一二三四五六七八九十两半]+(?:年|个?月|周|天)前|\\d{4}年(?:\\d{1,2}月)?))?";
    private static final String REL =
            "(?<rel>老婆|妻子|太太|老公|丈夫|先生|女朋友|男朋友|女友|男友|未婚妻|未婚夫|妈妈|母亲|爸爸|父亲|姐姐|妹妹|哥哥|弟弟|儿子|女儿|爷爷|奶奶|外公|外婆|姥姥|姥爷"
                    + "|叔叔|阿姨|舅舅|姑姑|侄子|侄女|表哥|表姐|表弟|表妹|老板|室友)";
    private static final String MATE = "(?<rel>朋友|好朋友|同事|同学|邻居|闺蜜|队友)";
    private static final String ANIMAL = "(?<rel>狗|猫|小狗|小猫|狗狗|猫咪|鹦鹉|仓鼠|兔子|乌龟|金鱼|鱼|马)";
    private static final String JOB =
            ".{0,10}(?:师|员|医生|护士|老师|教授|工程师|程序员|律师|会计|司机|厨师|设计师|经理|学生|研究生|博士|作家|画家|记者|编辑|演员|歌手|警察|军人|农民|工人|翻译|导游"
                    + "|教练|顾问|主管|总监|科学家|研究员|公务员|创业者|老板|护工|摄影师|产品经理)";

    static final List<Rule> AFFIRMED = List.of(
            say(
                    "(?:我叫|我的名字(?:叫|是)|我名叫|叫我|大家(?:都)?叫我|你可以叫我)<v>(?:就好|就行|吧)?",
                    s -> each(s.name("v"), v -> NAME.is("名字叫" + v, v))),
            say("我" + TIME + "在<v>(?:工作|上班|任职|实习)(?:了.*)?", s -> workplace(s)),
            say(
                    "我" + TIME + "在<v>(?:当|做|担任)(?:一名|一个|名|个)?(?<job>" + JOB + ")",
                    s -> both(workplace(s), each(s.thing("job"), v -> OCCUPATION.is("职业是" + v, v)))),
            say("我(?:是|当|做)<v>的(?<job>" + JOB + ")", s -> each(s.thing("job"), v -> OCCUPATION.is("职业是" + v, v))),
            say("我" + TIME + "(?:加入了?|入职了?|跳槽(?:到了?|去了?)|去了)<v>(?:工作|上班|公司)?(?:了)?", s -> employer(s)),
            say(
                    "我(?:的(?:职业|工作)是|是|当|做)(?:一名|一个|一位|名|个|位)?(?<job>" + JOB + ")",
                    s -> each(s.thing("job"), v -> OCCUPATION.is("职业是" + v, v))),
            say("我(?:们)?(?:家)?住在?<v>", s -> each(place(s), v -> HOME.is("住在" + v, v))),
            say("我(?:的)?家在<v>", s -> each(place(s), v -> HOME.is("住在" + v, v))),
            say(
                    "我(?:们)?" + TIME + "(?:从<from>)?搬(?:家)?(?:到了?|去了?|回了?)<v>",
                    s -> each(place(s), v -> HOME.is("住在" + v, v))),
            say("我(?:来自|老家(?:是|在)|的(?:老家|家乡)(?:是|在))<v>", s -> each(place(s), v -> ORIGIN.is("来自" + v, v))),
            say(
                    "我是<v>人",
                    s -> each(
                            place(s).filter(v -> v.length() >= 2 && v.length() <= 6),
                            v -> ORIGIN.is("是" + v + "人", v))),
            say(
                    "我出生(?:在|于)<v>",
                    s -> each(
                            place(s),
                            v -> v.matches(".*\\d.*|.*年.*") ? BIRTHDAY.is("出生于" + v, v) : BIRTHPLACE.is("出生在" + v, v))),
            say("我(?:的)?生日(?:是|在)<v>", s -> each(day(s), v -> BIRTHDAY.is("生日：" + v, v))),
            say(
                    "我(?:是)?(?<v>(?:\\d{4}年)?\\d{1,2}月\\d{1,2}[日号])(?:出生|生)(?:的)?",
                    s -> each(s.group("v"), v -> BIRTHDAY.is("生日：" + v, v))),
            say("我(?:今年)?(?<v>\\d{1,3}|[一二三四五六七八九十]{1,4})岁(?:了)?", s -> each(s.group("v"), v -> AGE.is(v + "岁", v))),
            say(
                    "我(?<v>结婚了|已婚|单身|离婚了|订婚了|是单身)",
                    s -> each(
                            s.group("v"),
                            v -> MARITAL_STATUS.is(v.replace("了", "").replace("是", ""), v))),
            say(
                    "我有(?<v>一|两|三|四|五|\\d)个(?<what>孩子|儿子|女儿|小孩)",
                    s -> each(
                            s.group("what"),
                            what -> CHILDREN.is(
                                    "有" + s.group("v").orElse("") + "个" + what,
                                    s.group("v").orElse("")))),
            say("我(?:的)?" + REL + "(?:的名字)?(?:叫|名叫|是叫)<v>", ChineseRules::relative),
            say("我有(?:一)?个" + REL + "叫<v>", ChineseRules::relative),
            say("我(?:的)?" + MATE + "(?:叫)<v>", ChineseRules::friend),
            say("我有(?:一)?个" + MATE + "叫<v>", ChineseRules::friend),
            say("我(?:的)?" + REL + "在<what>(?:工作|上班)", s -> of(s, Attribute.EMPLOYER, "在", "工作")),
            say("我(?:的)?" + REL + "(?:住在?)<what>", s -> of(s, Attribute.HOME, "住在", "")),
            say("我(?:的)?" + REL + "(?:很|非常|特别|最)?喜欢<what>", s -> of(s, Attribute.TASTE, "喜欢", "")),
            say("我(?:的)?" + REL + "是(?:一名|一个|个|名)?(?<what>" + JOB + ")", s -> of(s, Attribute.OCCUPATION, "是", "")),
            say("我(?:的)?" + REL + "对<what>过敏", s -> of(s, Attribute.ALLERGY, "对", "过敏")),
            say("我(?:的)?" + REL + "的?生日(?:是|在)<what>", s -> of(s, Attribute.BIRTHDAY, "生日：", "")),
            say(
                    "我(?:家)?(?:有|养了?|领养了)(?:一|两|三)?(?:只|条|个|匹)?" + ANIMAL + "(?:叫|名叫|，叫)<v>",
                    s -> each(s.name("v"), v -> PET.is("养了" + rel(s) + "，叫" + v, rel(s) + " " + v))),
            say(
                    "我(?:家)?的?" + ANIMAL + "(?:叫|名叫)<v>",
                    s -> each(s.name("v"), v -> PET.is("养了" + rel(s) + "，叫" + v, rel(s) + " " + v))),
            say(
                    "我(?:家)?" + TIME + "(?:有|养了?|领养了)(?<v>一|两|三|四)?(?:只|条|个|匹)?" + ANIMAL,
                    s -> List.of(PET.is("养了" + s.group("v").orElse("") + rel(s), rel(s)))),
            say("我(?:会说|能说|会讲|说)<v>", s -> each(languages(s), v -> LANGUAGE.is("会说" + v, v))),
            say("我的母语是<v>", s -> each(languages(s), v -> LANGUAGE.is("母语是" + v, v))),
            say("我(?:在|正在|开始)学(?:习)?<v>", s -> each(s.things("v"), v -> LEARNING.is("在学" + v, v))),
            say("我(?:的专业是|学的是|读的是|主修)<v>", s -> each(s.thing("v"), v -> STUDIES.is("专业是" + v, v))),
            say(
                    "我(?:毕业于<v>|从<w>毕业|在<x>(?:读书|上学|念书|读研|读博|读大学))",
                    s -> each(
                            s.name("v").or(() -> s.name("w")).or(() -> s.name("x")),
                            v -> EDUCATION.is("就读或毕业于" + v, v))),
            say("我对<v>(?:严重)?过敏", s -> each(s.things("v"), v -> ALLERGY.is("对" + v + "过敏", v))),
            say("我(?:是)?(?:一个)?(?<v>吃素|素食者|素食主义者|纯素食者|乳糖不耐受|戒酒)(?:的)?", s -> each(s.group("v"), v -> DIET.is(v, v))),
            say(
                    "我最(?:喜欢|爱)的<what>(?:是|就是)<v>",
                    s -> s.thing("what")
                            .map(what -> each(s.thing("v"), v -> FAVOURITE.is("最喜欢的" + what + "：" + v, what)))
                            .orElse(List.of())),
            say(
                    "我(?:最|很|非常|特别|超)?(?:喜欢|热爱|爱|迷上了?|喜爱)<v>",
                    s -> each(
                            s.things("v").stream()
                                    .filter(v -> !v.startsWith("上") && !v.startsWith("的"))
                                    .toList(),
                            v -> TASTE.is("喜欢" + v, v))),
            say("我(?:最|很|非常|特别)?(?:讨厌|厌恶|害怕|怕)<v>", s -> each(s.things("v"), v -> TASTE.is("讨厌" + v, v))),
            say("我的(?:爱好|兴趣)(?:是|有|包括)<v>", s -> each(s.things("v"), v -> HOBBY.is("爱好：" + v, v))),
            say(
                    "我(?:周末|业余时间|空闲时|有空时|闲暇时|经常|常常|每天|每周|每周末)(?:都|会|经常|常)?(?:去)?<v>",
                    s -> each(
                            s.things("v").stream()
                                    .filter(v -> !v.matches(".*(?:了|过)$"))
                                    .toList(),
                            v -> HOBBY.is("爱好：" + v, v))),
            say(
                    "我(?:打算|计划|准备|决定|想要?)<v>",
                    s -> each(
                            s.thing("v").filter(v -> !v.matches("^(?:问|知道|说|请|了解|看看).*")), v -> PLAN.is("打算" + v, v))),
            say(
                    "(?<all>每次.{2,30}(?:之前|以前|前|之后|后|时|的时候)，?我(?:都|总是|一般|先|会).{2,60})",
                    s -> each(s.group("all"), v -> Attribute.procedure(v.replace("我", "")))),
            say(
                    "(?:请|以后请|以后)(?<all>(?:一直|总是|都|始终)?用.{1,12}(?:回答|回复|跟我说|交流)(?:我)?)",
                    s -> each(s.group("all"), v -> INSTRUCTION.is("希望" + v.replace("我", ""), v))));

    static final List<Rule> NEGATED = List.of(
            say(
                    "我" + TIME + "(?:从<v>(?:离职|辞职)|离开了?<w>|不在<x>(?:工作|上班))(?:了)?",
                    s -> each(s.name("v").or(() -> s.name("w")).or(() -> s.name("x")), EMPLOYER::ended)),
            say("我" + TIME + "(?:辞职|离职)了", _ -> List.of(EMPLOYER.ended(""))),
            say("我(?:以前|曾经|过去)在<v>(?:工作|上班)(?:过)?", s -> each(s.name("v"), EMPLOYER::ended)),
            say("我不住在?<v>了", s -> each(s.name("v"), HOME::ended)),
            say("我(?:不再|不)(?:喜欢|爱)<v>了", s -> each(s.things("v"), TASTE::ended)),
            say("我不再(?:喜欢|爱)<v>", s -> each(s.things("v"), TASTE::ended)),
            say("我(?:不|不太|并不|从来不|一点也不)(?:喜欢|爱)<v>", s -> each(s.things("v"), v -> TASTE.is("不喜欢" + v, v))),
            say(
                    "我(?:从来)?不(?<verb>吃|喝|抽)<v>(?:了)?",
                    s -> each(s.things("v"), v -> DIET.is("不" + s.group("verb").orElse("吃") + v, v))),
            say("我(?:不再|不)(?:打|踢|弹|玩|学|练|跑)?<v>了", s -> gone(s)),
            say("我(?:已经)?戒(?:了)?<v>(?:了)?", s -> each(s.thing("v"), v -> DIET.is("戒了" + v, v))),
            say("我没有(?<v>孩子|小孩)", _ -> List.of(CHILDREN.is("没有孩子", "0"))),
            say("我(?:家)?的?" + ANIMAL + "(?:去世了|死了|走了)", s -> List.of(PET.ended(rel(s)))),
            say("我(?:不再是|不是)(?<v>素食者|素食主义者)(?:了)?", s -> each(s.group("v"), DIET::ended)),
            say(
                    "(?:请|以后)?(?:不要|别)(?<all>(?:叫我|用).{1,20})",
                    s -> each(s.group("all"), v -> INSTRUCTION.is("希望不要" + v.replace("叫我", "被叫"), v))));

    private ChineseRules() {}

    private static Rule say(String pattern, Rule.Reading reading) {
        return new Rule(Pattern.compile(TIME_FIRST + GROUP.matcher(pattern).replaceAll("(?<$1>.{1,60}?)")), reading);
    }

    private static List<Finding> both(List<Finding> one, List<Finding> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static String rel(Said said) {
        return said.group("rel").orElse("");
    }

    private static List<Finding> employer(Said said) {
        return each(
                said.name("v").filter(v -> !v.matches(".*(?:家|学校|医院看|公园|超市)$")), v -> EMPLOYER.is("在" + v + "工作", v));
    }

    /// "我在家工作" names no employer, and "我在北京工作" is a place.
    private static List<Finding> workplace(Said said) {
        return said.name("v")
                        .filter(
                                v -> v.matches(
                                        "家里?|外面|办公室|网上|国外|这儿|(?:北京|上海|广州|深圳|杭州|成都|南京|武汉|西安|重庆|天津|苏州|厦门|香港|台北|纽约|伦敦|东京|巴黎|柏林|新加坡)市?"))
                        .isPresent()
                ? List.of()
                : employer(said);
    }

    private static Optional<String> place(Said said) {
        return said.name("v")
                .map(v -> v.replaceFirst("(?:已经)?[\\d一二三四五六七八九十两半]+(?:年|个?月|周|天).*$", ""))
                .filter(v -> !v.isEmpty());
    }

    private static Optional<String> day(Said said) {
        return said.group("v").filter(v -> v.matches(".*[\\d一二三四五六七八九十].*[月日号].*") && v.length() <= 16);
    }

    private static List<String> languages(Said said) {
        return said.things("v").stream()
                .map(v -> v.replaceFirst("^(?:一点|一些|流利的)", ""))
                .filter(v -> v.matches(".{1,6}(?:语|文|话)"))
                .toList();
    }

    private static List<Finding> relative(Said said) {
        var rel = rel(said);
        return each(
                said.name("v"),
                v -> RELATIVE.tied(
                        rel + "：" + v, rel, new Tie(Attribute.USER, Attribute.USER, rel, "person", v, true)));
    }

    private static List<Finding> friend(Said said) {
        var rel = rel(said);
        return each(
                said.name("v"),
                v -> FRIEND.tied(rel + "：" + v, v, new Tie(Attribute.USER, Attribute.USER, rel, "person", v, false)));
    }

    private static List<Finding> of(Said said, Attribute attribute, String before, String after) {
        var rel = rel(said);
        return each(said.thing("what"), v -> attribute.of(rel, rel + before + v + after, v));
    }

    /// What stops may have been a hobby, a taste or something that was learned.
    private static List<Finding> gone(Said said) {
        return said.things("v").stream()
                .flatMap(v -> Stream.of(HOBBY.ended(v), TASTE.ended(v), LEARNING.ended(v)))
                .toList();
    }
}
