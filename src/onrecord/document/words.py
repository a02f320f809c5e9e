"""Words that decide where sentences end: abbreviations by what may follow them, and words that open sentences."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a string as a set."""
    return frozenset(text.split())


# Never the end, if written with a capital: a name follows.
NEVER_LAST = words(
    "mr mrs ms mx dr prof gen sen sens rep reps gov govs lt col sgt cpl pvt capt maj cmdr cdr adm brig amb rev hon st"
    " sec supt insp det fr messrs mme mlle pres hh mt ft pfc spc cllr undersec atty dep asst exec lt.-gen lt-gen lt.gen"
    " maj-gen maj.-gen maj.gen brig-gen brig.-gen brig.gen vice-adm rear-adm vice-pres"
)
# Never the end, however written: something is compared or explained.
LINKING = words("vs v e.g i.e cf viz approx ca")
# Not the end if a number follows.
BEFORE_NUMBERS = words(
    "no nos p pp art arts fig figs vol ch para paras par ver ed eds jan feb mar apr jun jul aug sep sept oct nov dec"
    " sect res doc"
)
# The end or not, if written with a capital: the word after decides.
EITHER = words(
    "corp inc co ltd plc jr sr bros llc ave blvd rd dept univ assn intl natl gov't govt"
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa"
    " penn tenn tex va vt wash wis wyo ont que mon tue tues wed thu thur thurs fri sat sun"
)
# Words that open a sentence and are hardly ever the second part of a name.
STARTERS = words(
    "the a an he she it they we i you this that these those there here his her its their our my your in on at but and"
    " or so as for if when while after before since until with from by to of however meanwhile earlier later also both"
    " some many most such what who why how where which whether although though because despite under according asked"
    " speaking during not no nor yes yet still now then once only even one two three all another other any each every"
    " following last next more nearly about"
    " over between among against through without within several few critics officials police unlike like let"
    " nobody nothing everyone somebody someone instead moreover therefore thus perhaps maybe"
)
