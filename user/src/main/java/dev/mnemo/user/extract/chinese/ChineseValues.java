package dev.mnemo.user.extract.chinese;

import dev.mnemo.user.extract.rule.Said;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts values out of Chinese clauses.
final class ChineseValues implements Said.Values {
    private static final int NAME_CHARS_MAX = 20;
    private static final int THING_CHARS_MAX = 24;

    private static final Pattern EDGES = Pattern.compile("^[\\s，。！!,.、的是]+|[\\s，。！!,.、了啦哦呀啊呢的吧]+$");
    private static final Pattern AND = Pattern.compile("[、和跟与及，,]|以及|还有");
    private static final Pattern VAGUE =
            Pattern.compile(".*(?:某种|某个|某些|某事物|某活动|某项|某位|什么|这个|那个|这样|那样|这些|那些|这里|那里|东西|事情).*");
    private static final Set<String> EMPTY =
            Set.of("你", "您", "他", "她", "它", "我", "他们", "她们", "大家", "人", "自己", "这", "那", "都", "很", "家", "一个人");
    private static final Pattern PRONOUN = Pattern.compile("^(?:你|您|他|她|它|这|那|我(?!的)).*");

    @Override
    public Optional<String> name(String words) {
        var name = edges(words);
        return name.isEmpty()
                        || name.length() > NAME_CHARS_MAX
                        || EMPTY.contains(name)
                        || VAGUE.matcher(name).matches()
                        || PRONOUN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(name);
    }

    @Override
    public Optional<String> thing(String words) {
        var thing = edges(words).replace("我的", "自己的");
        return thing.isEmpty()
                        || thing.length() > THING_CHARS_MAX
                        || EMPTY.contains(thing)
                        || VAGUE.matcher(thing).matches()
                        || PRONOUN.matcher(thing).matches()
                ? Optional.empty()
                : Optional.of(thing);
    }

    @Override
    public List<String> things(String words) {
        return Arrays.stream(AND.split(words))
                .flatMap(item -> thing(item).stream())
                .toList();
    }

    private static String edges(String words) {
        return EDGES.matcher(words).replaceAll("");
    }
}
