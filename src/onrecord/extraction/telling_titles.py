"""Words of a title that tell of a state or of the European Union without naming it."""

from __future__ import annotations

import re

EUROPEAN = re.compile(r"\b(?:European|Europeans|EU|E\.U\.)\b|\bbloc\b")
"""Words of the European Union's own."""
AMERICAN = re.compile(
    r"\b(?:Sen|Rep|Gov|Cmdr|Lt\. Gen|Maj\. Gen)s?\.|^(?:United States |U\.?S\.? )?Senators?\b|\bHomeland Security\b|"
    r"\b(?:Treasury|Justice|State|Commerce|Energy) Department\b|"
    r"\b(?:House|Senate) (?:[\w ]*\b(?:[Cc]ommittee|Whip|Speaker|Leader|Chairman)\b|Republican|Democrat)|\bGOP\b|"
    r"\bCongress(?:man|woman)\b|\b[RD]-[A-Z][a-z]+|\b[Ff]irst [Ll]ady\b|\bNational Security Advis[eo]r\b|"
    r"\b(?:Deputy|Assistant|Under|Treasury|Defense|Commerce|Energy) [Ss]ecretary\b|\bUndersecretary\b|"
    r"\b[Ss]ecretary of (?:[Ss]tate|[Dd]efense|the [Tt]reasury)\b|\bPresident-elect\b|\bDistrict Attorney\b|"
    r"\b(?:Republican|Democrat|Democratic)\b(?! (?:[Pp]arty|Republic))|^Office of the Spokesperson$"
)
"""Offices that Americans alone have."""
DEPARTMENT = re.compile(r"\b(?:(?:Treasury|Justice|State|Commerce|Energy) Department|Homeland Security)\b")
"""Departments that no other state has."""
RATHER_AMERICAN = re.compile(
    r"\b(?:Attorney General|(?:Gen|Capt|Col|Adm|Maj|Lt|Sgt)\.|Defense|[Aa]dministration|ADMINISTRATION|[Bb]ipartisan|"
    r"[Ss]enat(?:e|ors?)|[Ff]ederal|[Ll]awmakers?|[Pp]rosecutors?|Pentagon|FBI|CIA|[Ii]ntelligence|"
    r"[Mm]ilitary|[Ll]aw enforcement|[Ss]pecial [Cc]ounsel|Assistant to the President|Republicans|Democrats)\b"
)
"""Titles that mostly, and not only, Americans have: weights tell how much that is."""

GOVERNMENT = re.compile(
    r"\b(?:president|(?:prime |foreign |deputy )*minister|premier|chancellor|government|ministry|parliament|cabinet|"
    r"secretary|king|queen|lawmakers?|mps?|opposition|attorney general|army|military|police|central bank|customs|"
    r"presidential|palace|senate|administration|authorities|regime)\b",
    re.IGNORECASE,
)
"""Titles of a government that name no state: that of the text's own is meant."""
