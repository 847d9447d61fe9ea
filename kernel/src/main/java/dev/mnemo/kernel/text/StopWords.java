package dev.mnemo.kernel.text;

import java.util.Set;

/// Words that say nothing about what a text is about.
public final class StopWords {
    /// The 133 English ones that project stores have always been searched without.
    public static final Set<String> ENGLISH = Set.of(("""
            a about above after again all an and are as at be because been before being between both but
            by can cant code could did didnt do does dont down each every few file for from get got had
            has have here hes how i if ill im in into is it its ive just let lets like look looks make
            may me might more most my need no not of off on once only or other our out over own same
            shall shes should so some such than that thats the their them then there these they theyre
            thing things this those through to too under up use used using very want was we were what
            whats when where which while who whom why will with wont would you youll your youre
            """).strip().split("\\s+"));

    private StopWords() {}
}
