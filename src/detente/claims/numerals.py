"""Numbers told in words."""

from __future__ import annotations

WORDS = "one two three four five six seven eight nine ten eleven twelve"
TO_TWELVE = {word: number for number, word in enumerate(WORDS.split(), start=1)}
