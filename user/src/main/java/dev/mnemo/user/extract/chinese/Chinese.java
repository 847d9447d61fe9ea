package dev.mnemo.user.extract.chinese;

import dev.mnemo.user.extract.rule.Rule;
import dev.mnemo.user.extract.rule.Said;
import dev.mnemo.user.extract.rule.Tongue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Chinese as rules read it.
public final class Chinese implements Tongue {
    private static final Pattern CODE = Pattern.compile("(?s)```.*?(?:```|$)|`[^`\\n]*`|(?m)^\\s*>.*$");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[。！？!?…])\\s*|\\s*[\\n；;]+\\s*");
    private static final Pattern TASK = Pattern.compile(
            "^[\\s，]*(?:请|帮我|麻烦|你能|能不能|可以)*(?:翻译|写|改写|总结|校对|润色|修改|续写|扮演|假装|想象|解释" + "|生成|分析|模仿|你是|以下是|下面是|检查).*");
    private static final Pattern JOKE = Pattern.compile("(?s).*(?:开玩笑|逗你|骗你的|说着玩|才怪|讽刺).*");
    private static final Pattern QUESTION =
            Pattern.compile(".*(?:[?？]|[吗呢么]$|吗[。！]?$|什么|哪[里儿个些]|谁|怎么|为什么|为啥|几[点岁个]|多少|是不是|有没有|能不能|会不会|要不要).*");
    private static final Pattern QUOTED = Pattern.compile("[“”「」『』\"《》]");
    private static final Pattern UNREAL = Pattern.compile(
            ".*(?:如果|要是|假如|假设|倘若|万一|也许|可能|大概|或许|应该|估计|好像|似乎|据说|听说|说不定|希望|但愿|梦见"
                    + "|梦到|差点|几乎|不确定|我觉得我|电影里|小说里|游戏里|故事里|书里|剧里|[他她]说|他们说|朋友说|同事说|老板说|妈妈说|爸爸说|有人说|告诉我|问我|想要是|要不是|本来想|原本想).*");
    private static final Pattern BEGINS_CONDITION = Pattern.compile("^(?:当|只要|除非|即使|虽然|尽管|因为|由于|小时候|以前|每当).*");
    private static final Pattern PROCEDURE =
            Pattern.compile("^(?:每次|每当).{2,30}(?:之前|以前|前|之后|后|时|的时候)，?我(?:都|总是|一般|先|会).{2,60}");
    private static final Pattern LEAD = Pattern.compile(
            "^(?:你好|您好|嗨|嘿|哈喽|大家好|早上好|晚上好|哦|噢|嗯|啊|好的|对了|其实|实际上|事实上|顺便说一下|顺便提一下|不对|不是|错了|更正一下"
                    + "|纠正一下|另外|还有|而且|但是|不过|所以|然后|那么|说实话|老实说|请记住|记住|记得|请注意|告诉你|我跟你说|我想告诉你|谢谢|哈哈|好消息是?|现在|目前|最后|终于|平时|没错|是的)[，,！!。：:、 ]*");
    private static final Pattern PART = Pattern.compile("[，,](?:但是|但|不过|而且|并且|所以|然后|还有|而|同时|也)?|(?:但是|不过|而且|并且)");
    private static final Pattern FILLER = Pattern.compile(
            "^(我(?:们|的[^，]{1,6}|[老妈爸哥姐弟妹]{1,2})?)(?:现在|目前|其实|真的|确实|一直|已经|刚刚|刚|最近|终于|也|还|都|就|仍然|依然|特别|非常|超级|超|很|挺|十分|最近刚)(?!喜欢的|爱的)");
    private static final Pattern NEGATION = Pattern.compile(".*(?:不|没|无|别|从未|戒|辞职|离职|离开|去世|走了|分手|离婚|卖了|以前|曾经|过去).*");
    private static final Pattern EDGES = Pattern.compile("^[\\s，。！!,.~～、]+|[\\s，。！!,.~～、啦哦呀啊呢哈]+$");

    private static final Said.Values VALUES = new ChineseValues();

    @Override
    public List<Clause> clauses(String text) {
        var plain = CODE.matcher(text).replaceAll("\n");
        if (TASK.matcher(plain.strip().lines().findFirst().orElse("")).matches()
                || JOKE.matcher(plain).matches()) {
            return List.of();
        }
        var clauses = new ArrayList<Clause>();
        for (var sentence : SENTENCE_END.split(plain)) {
            clauses.addAll(ofSentence(sentence.strip()));
        }
        return clauses;
    }

    private static List<Clause> ofSentence(String sentence) {
        if (sentence.isEmpty()
                || QUESTION.matcher(sentence).matches()
                || QUOTED.matcher(sentence).find()) {
            return List.of();
        }
        var bare = unled(sentence);
        if (PROCEDURE.matcher(bare).matches()) {
            return List.of(new Clause(EDGES.matcher(bare).replaceAll(""), sentence, false));
        }
        if (UNREAL.matcher(sentence).matches() || BEGINS_CONDITION.matcher(bare).matches()) {
            return List.of();
        }
        var clauses = new ArrayList<Clause>();
        var subject = "";
        for (var part : PART.split(bare.replaceAll("[，,]\\s*(?:名字)?叫", "叫"))) {
            var clause = EDGES.matcher(unled(part)).replaceAll("");
            if (clause.isEmpty()) {
                continue;
            }
            if (clause.startsWith("我")) {
                subject = "我";
            } else if (!subject.isEmpty() && clause.matches("^(?:在|住|是|来自|喜欢|讨厌|有|养|会|搬|加入|去|爱|今年).*")) {
                clause = subject + clause;
            }
            clause = filled(clause);
            clauses.add(new Clause(clause, sentence, NEGATION.matcher(clause).matches()));
        }
        return clauses;
    }

    private static String unled(String text) {
        var rest = text.strip();
        for (var lead = LEAD.matcher(rest); lead.find() && lead.end() > 0; lead = LEAD.matcher(rest)) {
            rest = rest.substring(lead.end());
        }
        return rest;
    }

    private static String filled(String clause) {
        var text = clause;
        for (var filler = FILLER.matcher(text); filler.find(); filler = FILLER.matcher(text)) {
            text = filler.group(1) + text.substring(filler.end());
        }
        return text;
    }

    @Override
    public List<Rule> affirmed() {
        return ChineseRules.AFFIRMED;
    }

    @Override
    public List<Rule> negated() {
        return ChineseRules.NEGATED;
    }

    @Override
    public Said.Values values() {
        return VALUES;
    }

    private static final Pattern DEED = Pattern.compile("^.{0,8}我(?:们)?.{0,12}(?:了|过|完).*|^我(?:们)?.*(?:了)$");
    private static final Pattern PLAN = Pattern.compile(
            "^.{0,8}我(?:们)?.{0,8}(?:要|会|打算|计划|准备|将).*|^我(?:们)?.{0,6}有.{0,10}(?:考试|面试|会议|约会|手术|航班|婚礼|聚会|比赛).*");

    @Override
    public boolean isDeed(String clause) {
        return DEED.matcher(clause).matches();
    }

    @Override
    public boolean isPlan(String clause) {
        return PLAN.matcher(clause).matches();
    }

    @Override
    public String retold(String clause, List<String> times) {
        var text = clause;
        for (var time : times) {
            text = text.replaceFirst("(?:在|从|到)?" + Pattern.quote(time) + "的?", "");
        }
        text = text.replaceFirst("^我(?:们)?", "").replace("我的", "自己的").replace("我", "自己");
        var words = EDGES.matcher(text).replaceAll("");
        return words.length() < 2 ? "" : words;
    }
}
