package dev.mnemo.user.extract.english;

import java.util.Set;

/// Lists of English words that rules ask for.
final class EnglishWords {
    static final Set<String> OCCUPATIONS = set("""
            accountant actor actress actuary analyst anesthesiologist architect artist astronomer attorney author baker
            banker barber barista bartender biologist bookkeeper broker bus-driver butcher carpenter cashier chef chemist
            cleaner coach composer conductor consultant contractor cook copywriter counselor curator dancer dentist
            designer detective developer dietitian director doctor driver ecologist economist editor electrician
            engineer entrepreneur farmer firefighter florist freelancer gardener geologist historian illustrator
            intern inspector instructor interpreter investor janitor jeweler journalist judge lawyer lecturer librarian
            lifeguard locksmith machinist manager mathematician mechanic midwife model musician nanny novelist nurse
            nutritionist officer optician painter paralegal paramedic pediatrician pharmacist philosopher photographer
            physicist physician physiotherapist pianist pilot plumber poet politician postdoc producer professor
            programmer psychiatrist psychologist publisher realtor receptionist recruiter researcher sailor salesperson
            scientist sculptor secretary singer sociologist soldier statistician student stylist surgeon surveyor tailor
            teacher technician therapist trader trainer translator tutor veterinarian vet waiter waitress welder writer
            zoologist administrator assistant mentor planner strategist specialist representative supervisor operator
            """);

    static final Set<String> LANGUAGES = set("""
            arabic bengali bulgarian cantonese catalan chinese croatian czech danish dutch english estonian farsi
            finnish french gaelic german greek hebrew hindi hungarian icelandic indonesian irish italian japanese korean
            latin latvian lithuanian malay mandarin norwegian persian polish portuguese punjabi romanian russian
            serbian slovak slovenian spanish swahili swedish tagalog tamil telugu thai turkish ukrainian urdu vietnamese
            welsh esperanto
            """);

    static final Set<String> CONDITIONS = set("""
            adhd anemia arthritis asthma autism bronchitis celiac diabetes dyslexia eczema epilepsy fibromyalgia
            hypertension insomnia migraines psoriasis tinnitus scoliosis
            """);

    static final String RELATIVE =
            "wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|spouse|mother|mom|mum|father|dad|"
                    + "sister|brother|son|daughter|grandmother|grandma|grandfather|grandpa|aunt|uncle|niece|nephew|cousin|"
                    + "stepmother|stepfather|twin|boss|manager|roommate|flatmate|(?:mother|father|sister|brother)-in-law|"
                    + "(?:older|younger|little|big|eldest|youngest|oldest) (?:sister|brother|son|daughter)|ex-wife|ex-husband";

    static final String FRIEND =
            "(?:best |close |old )?friend|colleague|coworker|co-worker|neighbou?r|classmate|teammate";

    static final String PET =
            "dog|cat|puppy|kitten|parrot|hamster|rabbit|bunny|horse|pony|turtle|tortoise|goldfish|fish|"
                    + "guinea pig|snake|lizard|gecko|bird|budgie|canary|ferret";

    static final String NUMBER = "\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|an?";

    static final String ACTIVITY = "[a-z]+ing";

    /// Past forms that do not end in -ed.
    static final Set<String> PAST = set("""
            ate became began bought broke brought built came caught chose cut did drank drew drove fell felt flew forgot
            fought found gave got grew had heard held hit hurt kept knew laid led left lost made met paid ran read rode
            rose sang saw sold sent sat slept spent spoke stood swam took taught threw understood visited was went were
            won woke wore wrote
            """);

    /// Past forms that are no deed to be remembered.
    static final Set<String> NO_DEED = set("wanted needed liked loved hated used guessed hoped wished supposed tried");

    /// Values that say nothing.
    static final Set<String> VAGUE = set("""
            it that this these those them something someone somebody somewhere anything anyone everything everyone
            nothing things stuff one ones him her you me us both all any some more most much many lot lots bit kind sort
            type what how when where why who which here there home away okay ok fine good great well too also either
            do does doing done make get ton tons way idea question problem thing everybody nobody anybody none other others same such so
            """);

    /// First words of what is not a thing of one's own.
    static final Set<String> NO_BEGINNING = set("""
            it that this these those them him her you your how when what where why who to if being having seeing hearing
            it's that's there's i'm you're with on at in for around about over under by his its whatever whichever everything anything something nothing nobody everyone people's not
            """);

    /// Words that are written with a capital letter and are no names.
    static final Set<String> NO_NAME = set("""
            i the a an this that monday tuesday wednesday thursday friday saturday sunday january february march april may
            june july august september october november december yes no ok okay
            """);

    private EnglishWords() {}

    private static Set<String> set(String words) {
        return Set.of(words.strip().split("\\s+"));
    }
}
