package dev.mnemo.user.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeExpressionsTest {
    /// A Wednesday.
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2023-05-17T10:30:00Z");

    private static void points(ZonedDateTime now, String table) {
        for (var line : table.strip().lines().toList()) {
            var cells = line.split("\\|");
            var wanted = cells[1].strip();
            var found = TimeExpressions.first(cells[0].strip(), now)
                    .map(mention ->
                            mention.point().atZone(now.getZone()).toLocalDate().toString())
                    .orElse("none");
            assertThat(found).as(line).isEqualTo(wanted);
        }
    }

    /// Rows of text, first day, day after the last, precision, and whether it is explicit.
    private static void ranges(String table) {
        for (var line : table.strip().lines().toList()) {
            var cells = line.split("\\|");
            var found = TimeExpressions.asked(cells[0].strip(), NOW);
            assertThat(found).as(line).isPresent();
            var mention = found.get();
            assertThat(day(mention.span().from()) + " " + day(mention.span().until()) + " "
                            + mention.span().precision() + " " + (mention.explicit() ? "explicit" : "hint"))
                    .as(line)
                    .isEqualTo(cells[1].strip());
        }
    }

    private static String day(Instant moment) {
        return moment.equals(TimeSpan.LATEST)
                ? "latest"
                : moment.equals(TimeSpan.EARLIEST)
                        ? "earliest"
                        : moment.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    @Test
    void reads_absolute_dates() {
        points(NOW, """
                2023-05-06 | 2023-05-06
                on 2023/5/6 we met | 2023-05-06
                May 7, 2023 | 2023-05-07
                7th of May, 2023 | 2023-05-07
                Sept 5th, 2022 | 2022-09-05
                5 Sep 2022 | 2022-09-05
                May 7 | 2023-05-07
                on may 20 | 2022-05-20
                may 2023 | 2023-05-01
                2023-02 | 2023-02-01
                June of 2021 | 2021-06-01
                2023年5月7日 | 2023-05-07
                二〇二三年五月七日 | 2023-05-07
                5月7日 | 2023-05-07
                十二月二十五号 | 2022-12-25
                ２０２３年５月 | 2023-05-01
                February 30, 2023 | none
                2023-13-40 | none
                """);
    }

    @Test
    void reads_moments_in_their_own_zone() {
        var found = TimeExpressions.first("2023-05-06T10:00:00+08:00", NOW).orElseThrow();
        assertThat(found.point()).isEqualTo(Instant.parse("2023-05-06T02:00:00Z"));
        assertThat(found.span().precision()).isEqualTo(Precision.MINUTE);
        var shanghai = NOW.withZoneSameInstant(ZoneId.of("Asia/Shanghai"));
        assertThat(TimeExpressions.first("2023-05-06 10:00", shanghai)
                        .orElseThrow()
                        .point())
                .isEqualTo(Instant.parse("2023-05-06T02:00:00Z"));
        assertThat(TimeExpressions.first("at 2023-05-06T10:00:05.25Z sharp", NOW)
                        .orElseThrow()
                        .point())
                .isEqualTo(Instant.parse("2023-05-06T10:00:05.250Z"));
    }

    @Test
    void reads_relative_times() {
        points(NOW, """
                yesterday | 2023-05-16
                last night | 2023-05-16
                today | 2023-05-17
                tomorrow | 2023-05-18
                the day before yesterday | 2023-05-15
                the day after tomorrow | 2023-05-19
                3 days ago | 2023-05-14
                two days ago | 2023-05-15
                a week ago | 2023-05-10
                2 months ago | 2023-03-17
                3 years ago | 2020-05-17
                in two weeks | 2023-05-31
                last week | 2023-05-10
                last weekend | 2023-05-13
                next week | 2023-05-24
                last monday | 2023-05-08
                last wednesday | 2023-05-10
                last Fri | 2023-05-12
                next friday | 2023-05-26
                on Monday | 2023-05-15
                last summer | 2022-06-01
                summer of 2022 | 2022-06-01
                winter 2022 | 2022-12-01
                last winter | 2022-12-01
                Q3, 2022 | 2022-07-01
                2022 Q3 | 2022-07-01
                in spring | 2023-03-01
                summer | 2022-06-01
                """);
    }

    @Test
    void reads_relative_times_in_chinese() {
        points(NOW, """
                大前天 | 2023-05-14
                前天 | 2023-05-15
                昨天我去了公园 | 2023-05-16
                今天 | 2023-05-17
                明天 | 2023-05-18
                后天 | 2023-05-19
                大后天 | 2023-05-20
                两天前 | 2023-05-15
                3天前 | 2023-05-14
                十二天前 | 2023-05-05
                两周前 | 2023-05-03
                三个星期前 | 2023-04-26
                2个月前 | 2023-03-17
                半年前 | 2022-11-17
                三年前 | 2020-05-17
                上周 | 2023-05-10
                上周三 | 2023-05-10
                上个星期五 | 2023-05-12
                下周 | 2023-05-24
                上个月 | 2023-04-17
                去年 | 2022-05-17
                前年 | 2021-05-17
                去年夏天 | 2022-06-01
                夏天 | 2022-06-01
                2023年第二季度 | 2023-04-01
                周一 | 2023-05-15
                """);
    }

    @Test
    void leap_days_and_long_months_stay_where_they_are() {
        points(ZonedDateTime.parse("2024-02-29T08:00:00Z"), """
                last year | 2023-02-28
                去年 | 2023-02-28
                1 year ago | 2023-02-28
                """);
        points(ZonedDateTime.parse("2023-03-31T08:00:00Z"), """
                1 year ago | 2022-03-31
                last month | 2023-02-28
                """);
        points(ZonedDateTime.parse("2023-01-10T08:00:00Z"), """
                this winter | 2022-12-01
                last winter | 2021-12-01
                last december | 2022-12-01
                on December 25 | 2022-12-25
                """);
    }

    @Test
    void reads_what_a_question_asks_for() {
        ranges("""
                what did I do in June | 2022-06-01 2022-07-01 MONTH explicit
                what did I do in June 2022 | 2022-06-01 2022-07-01 MONTH explicit
                during December | 2022-12-01 2023-01-01 MONTH explicit
                in 2021 | 2021-01-01 2022-01-01 YEAR explicit
                what happened last week? | 2023-05-08 2023-05-15 WEEK explicit
                who did I meet yesterday | 2023-05-16 2023-05-17 DAY explicit
                what did I say this month | 2023-05-01 2023-06-01 MONTH explicit
                over the past 3 weeks | 2023-04-26 2023-05-17 RANGE explicit
                winter 2022 | 2022-12-01 2023-03-01 SEASON explicit
                in the fall | 2022-09-01 2022-12-01 SEASON hint
                which trips in summer? | 2022-06-01 2022-09-01 SEASON hint
                since 2021 | 2021-01-01 latest RANGE explicit
                after May 7, 2022 | 2022-05-08 latest RANGE explicit
                before last summer | earliest 2022-06-01 RANGE explicit
                from March 2022 to May 2022 | 2022-03-01 2022-06-01 RANGE explicit
                between 2019 and 2021 | 2019-01-01 2022-01-01 RANGE hint
                in the 1990s | 1990-01-01 2000-01-01 RANGE explicit
                what have I been up to recently | 2023-04-17 2023-05-17 RANGE hint
                昨天 | 2023-05-16 2023-05-17 DAY explicit
                上周 | 2023-05-08 2023-05-15 WEEK explicit
                上个月 | 2023-04-01 2023-05-01 MONTH explicit
                2022年5月 | 2022-05-01 2022-06-01 MONTH explicit
                六月 | 2022-06-01 2022-07-01 MONTH explicit
                今年 | 2023-01-01 2024-01-01 YEAR explicit
                下周 | 2023-05-22 2023-05-29 WEEK explicit
                最近怎么样 | 2023-04-17 2023-05-17 RANGE hint
                2020年以前 | earliest 2020-01-01 RANGE explicit
                去年以来 | 2022-01-01 latest RANGE explicit
                从三月到五月 | 2023-03-01 2023-06-01 RANGE explicit
                """);
    }

    @Test
    void ordinary_words_are_no_times() {
        for (var text : List.of(
                "Did I fall off my bike",
                "my spring roll recipe",
                "Spring Boot project",
                "I like waterfalls",
                "May I come in",
                "it may rain and we march on",
                "the march of progress, the fall of Rome",
                "she sat in the sun and wed him",
                "give me a second",
                "April told June that August is nice",
                "call 555-2022-100 or pay $2023",
                "version 2023.1.5.7 has 1999 people",
                "I mar the decor",
                "weekly daylight monthly decadent",
                "三个人五个月饼",
                "荡秋千和春卷",
                "明显的后天的努力",
                "")) {
            assertThat(TimeExpressions.in(text, NOW)).as(text).isEmpty();
        }
    }

    @Test
    void several_expressions_keep_their_places() {
        var text = "Yesterday we planned it, on May 20, 2023 we go, and in two weeks we are back.";
        var found = TimeExpressions.in(text, NOW);
        assertThat(found).extracting(TimeMention::words).containsExactly("Yesterday", "May 20, 2023", "in two weeks");
        assertThat(found)
                .allSatisfy(mention -> assertThat(text.substring(mention.start(), mention.end()))
                        .isEqualTo(mention.words()));
        assertThat(TimeExpressions.asked(text, NOW).orElseThrow().explicit()).isFalse();
    }

    @Test
    void the_day_is_that_of_the_person() {
        var night = ZonedDateTime.of(2023, 5, 17, 1, 0, 0, 0, ZoneId.of("Asia/Tokyo"));
        var yesterday = TimeExpressions.asked("yesterday", night).orElseThrow().span();
        assertThat(yesterday.from()).isEqualTo(Instant.parse("2023-05-15T15:00:00Z"));
        assertThat(yesterday.contains(Instant.parse("2023-05-16T14:59:59Z"))).isTrue();
        assertThat(yesterday.contains(Instant.parse("2023-05-16T15:00:00Z"))).isFalse();
    }

    @Test
    void every_day_said_in_full_is_found_again() {
        long seed = 20230517;
        var random = new Random(seed);
        var months = List.of(
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December");
        for (int i = 0; i < 500; i++) {
            var date = LocalDate.of(1900, 1, 1).plusDays(random.nextInt(70_000));
            var month = months.get(date.getMonthValue() - 1);
            for (var said : List.of(
                    date.toString(),
                    month + " " + date.getDayOfMonth() + ", " + date.getYear(),
                    date.getDayOfMonth() + " " + month.substring(0, 3) + " " + date.getYear(),
                    date.getYear() + "年" + date.getMonthValue() + "月" + date.getDayOfMonth() + "日")) {
                var found = TimeExpressions.in("It was " + said + ".", NOW);
                assertThat(found).as("seed " + seed + ": " + said).hasSize(1);
                assertThat(day(found.getFirst().point())).as(said).isEqualTo(date.toString());
                assertThat(found.getFirst().span().precision()).isEqualTo(Precision.DAY);
            }
        }
    }

    @Test
    void hostile_texts_do_no_harm() {
        for (var text : List.of(
                "9999-99-99T99:99:99Z",
                "0000-00-00",
                "in 9999 years",
                "99999999999999 days ago",
                "9999 decades ago",
                "1".repeat(30_000),
                "last ".repeat(5_000) + "week",
                "\u0000\ud83c\udf89 月月月日日日年年年",
                "in the ".repeat(4_000))) {
            assertThat(TimeExpressions.in(text, NOW).size()).isLessThan(2_000);
        }
    }
}
