"""From when a text of one government is in force, where it names one day only."""

from __future__ import annotations

import re
from datetime import timedelta

from detente.claims.claim import Claim
from detente.claims.dates import Anchor, dates
from detente.claims.setting import Setting

EFFECT = re.compile(
    r"\b(?:takes? effect|taking effect|effective|on or after|(?:enters?|comes?) into force)\b"
)
AFTER_ORDER = re.compile(
    r"\b(\d{1,3}|seven|ten|fifteen|thirty) days after the date of this (?:order|proclamation)"
)
COUNTS = {"seven": 7, "ten": 10, "fifteen": 15, "thirty": 30}
REACH = 110
LONGEST = 366
WHOLE_DAY = 10
OWN_RULES = frozenset({"imposes", "names", "exempts", "raises", "cuts", "changes"})


def effective_day(setting: Setting) -> str | None:
    """The one day from which a text says that it holds, as YYYY-MM-DD; None where it names more."""
    day = setting.document.date
    if not setting.unilateral or day is None or setting.ruling:
        return None
    text = setting.folded.text
    found: set[str] = set()
    for match in EFFECT.finditer(text):
        end = min(len(text), match.end() + REACH)
        stop = text.find(". ", match.end() + REACH // 2, end)
        end = stop if stop > 0 else end
        found |= {
            w.first for w in dates(text, match.end(), end, Anchor(day, 1))
            if w.kind in ("days", "days_first") and w.first and len(w.first) == WHOLE_DAY
        }  # fmt: skip
    for match in AFTER_ORDER.finditer(text):
        count = COUNTS.get(match[1]) or int(match[1])
        found.add((day + timedelta(days=count)).isoformat())
    latest = (day + timedelta(days=LONGEST)).isoformat()
    near = {one for one in found if day.isoformat() <= one <= latest}
    return near.pop() if len(near) == 1 else None


def from_when(setting: Setting, claim: Claim) -> str | None:
    """The day of the text for a measure of its own that tells no other."""
    own = claim.actor == (setting.home,) and claim.status == "announced"
    told = claim.date_from or claim.date_to
    return setting.effective if own and not told and claim.rule in OWN_RULES else None
