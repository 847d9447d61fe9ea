package dev.mnemo.cache.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Names of units and currencies, each with the ways it is written.
final class Units {
    private static final Map<String, String> CANONICAL = new HashMap<>();

    static {
        for (var line : """
                metre: m metre metres meter meters
                kilometre: km kms kilometre kilometres kilometer kilometers
                centimetre: cm centimetre centimetres centimeter centimeters
                millimetre: mm millimetre millimetres millimeter millimeters
                inch: inch inches
                foot: ft foot feet
                yard: yd yard yards
                mile: mi mile miles
                gram: g gr gram grams gramme grammes
                kilogram: kg kgs kilo kilos kilogram kilograms
                milligram: mg milligram milligrams
                ton: t ton tons tonne tonnes
                ounce: oz ounce ounces
                litre: l litre litres liter liters
                millilitre: ml millilitre millilitres milliliter milliliters
                gallon: gal gallon gallons
                second: s sec secs second seconds
                millisecond: ms msec millisecond milliseconds
                minute: min mins minute minutes
                hour: h hr hrs hour hours
                day: d day days
                week: wk wks week weeks
                month: month months
                year: yr yrs year years
                byte: byte bytes
                bit: bit bits
                kilobyte: kb kilobyte kilobytes
                megabyte: mb megabyte megabytes
                gigabyte: gb gigabyte gigabytes
                terabyte: tb terabyte terabytes
                celsius: °c celsius centigrade
                fahrenheit: °f fahrenheit
                percent: % percent pct
                dollar: $ usd dollar dollars bucks
                euro: € eur euro euros
                pound: £ gbp lb lbs pound pounds quid
                yen: ¥ jpy yen
                rupee: ₹ inr rupee rupees
                franc: chf franc francs
                watt: w watt watts
                kilowatt: kw kilowatt kilowatts
                volt: v volt volts
                mile per hour: mph
                kilometre per hour: kmh kph km/h
                hertz: hz hertz
                megahertz: mhz megahertz
                gigahertz: ghz gigahertz
                pixel: px pixel pixels
                """.strip().split("\n")) {
            var name = line.substring(0, line.indexOf(':'));
            for (var written : line.substring(line.indexOf(':') + 2).split(" ")) {
                CANONICAL.put(written, name);
            }
        }
    }

    private Units() {}

    /// The name of the unit that is written so, right behind a number.
    static Optional<String> canonical(String written) {
        return Optional.ofNullable(CANONICAL.get(written.strip().toLowerCase(java.util.Locale.ROOT)));
    }

    /// The name of the unit that is spelled so in the running text. Abbreviations need a number before them.
    static Optional<String> spelled(String word) {
        return word.length() < 4 ? Optional.empty() : canonical(word);
    }
}
