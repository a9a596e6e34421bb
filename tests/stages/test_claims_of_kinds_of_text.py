"""Claims by the kind of text and sentence: orders, notices, remarks, figures of trade, meetings."""

from __future__ import annotations

from datetime import date

import pytest

from detente.claims import Claim, read_claims
from detente.documents import from_text
from detente.documents.read import About
from detente.errors import InputError

DAY = date(2031, 5, 5)
ORDER = "Executive Order on Duties on Articles of Mexico under Section 301 Action"


def found(text: str, kind: str, **about: str) -> list[Claim]:
    """The claims of a kind in a text published on a Monday of May 2031."""
    document = from_text(text, about=About(published=DAY, **about))
    return [c for c in read_claims(document).claims if c.kind == kind]


def test_what_an_order_imposes_is_its_governments_under_the_law_of_its_title() -> None:
    text = f"{ORDER}\n\nThe rate of additional duty on articles of Mexico is 12 percent ad valorem."
    (claim,) = found(text, "measure", title=ORDER, publisher="The White House")
    assert (claim.actor, claim.target) == (("US",), ("MX",))
    assert (claim.instrument, claim.rate_pct, claim.status) == ("section_301", 12, "announced")


def test_an_order_that_tells_of_others_leaves_their_act_to_them() -> None:
    text = (
        f"{ORDER}\n\nThe Government of Mexico announced that an additional 9 percent tariff would "
        "be imposed on all goods from the United States, effective May 20, 2031."
    )
    claim = next(
        c for c in found(text, "measure", title=ORDER, publisher="The White House") if c.rate_pct
    )
    assert (claim.actor, claim.instrument) == (("MX",), "tariff")
    assert claim.date_from == "2031-05-20"


def test_goods_entered_on_or_after_a_day_date_the_duty() -> None:
    text = (
        f"{ORDER}\n\nAdditional duties at a rate of 12 percent ad valorem are applicable to "
        "products of Mexico that are entered for consumption, or withdrawn from warehouse, on or "
        "after June 2, 2031."
    )
    (claim,) = found(text, "measure", title=ORDER, publisher="The White House")
    assert claim.date_from == "2031-06-02"


def test_the_remarks_of_a_ministry_are_stands_in_its_own_name() -> None:
    text = (
        "Spokesperson's Remarks on Port Fees\n\nThe fees of the United States violate the rules "
        "of world trade. China expresses firm opposition to these measures of the United States."
    )
    stands = found(text, "position", publisher="Ministry of Commerce")
    assert len(stands) == 2
    assert {c.actor for c in stands} == {("CN",)}


def test_a_tag_at_the_end_holds_for_the_whole_sentence() -> None:
    text = "Canada will impose a 9% tariff on Mexican goods, the Foreign Ministry said on Monday."
    (claim,) = found(text, "measure")
    assert claim.speaker == "Foreign Ministry"


def test_a_quotation_over_several_sentences_has_one_speaker() -> None:
    text = (
        '"We want the tariffs on our goods gone. We will not accept new duties," '
        "Janet Yellen said about the talks with China."
    )
    assert {c.speaker for c in found(text, "position")} == {"Janet Yellen"}


def test_concessions_are_asked_by_the_other_side() -> None:
    text = (
        "Mexico met Canada for talks. Its tone is firm, pushing for further Canadian concessions."
    )
    asked = [c for c in found(text, "position") if c.status == "demand"]
    assert [(c.actor, c.target) for c in asked] == [(("MX",), ("CA",))]


FIGURES = [
    ("Canada's exports to Mexico fell 8.5% in April.", ("CA",), ("MX",)),
    ("The US trade deficit with Mexico widened to $9.4 billion in March.", ("US",), ("MX",)),
    ("Mexico bought $30 billion in Canadian goods in 2029.", ("MX",), ()),
]


@pytest.mark.parametrize(("text", "actor", "target"), FIGURES, ids=[f[0] for f in FIGURES])
def test_a_figure_tells_whose_trade_it_is_and_with_whom(
    text: str, actor: tuple[str, ...], target: tuple[str, ...]
) -> None:
    (claim,) = found(text, "fact")
    assert claim.actor == actor
    assert target in (claim.target, ())


def test_sides_told_beside_a_rate_turn_the_duty_around() -> None:
    text = "The deal cut tariffs to 30% on the Mexican side and 10% on the Canadian side."
    sides = {c.rate_pct: c.actor for c in found(text, "measure")}
    assert sides == {30: ("MX",), 10: ("CA",)}


def test_a_meeting_named_beside_an_act_is_a_meeting() -> None:
    text = (
        "Canada raised its tariff on Mexican steel ahead of next week's meeting between US "
        "President Donald Trump and Chinese President Xi Jinping."
    )
    (talks,) = found(text, "talks")
    assert (talks.status, talks.instrument) == ("scheduled", "summit")


NOTHING = [
    ("Canadian makers try to cushion the impact of Mexican tariffs.", "measure"),
    ("Firms fear that weak Mexican demand hurts Canada.", "position"),
    ("Negotiating teams from Canada and Mexico flew home.", "measure"),
    ("If Mexico insists on new tariffs, Canada is open to talks.", "measure"),
]


@pytest.mark.parametrize(("text", "kind"), NOTHING, ids=[n[0] for n in NOTHING])
def test_what_is_no_claim_of_its_kind(text: str, kind: str) -> None:
    assert found(text, kind) == []


def test_a_text_of_more_claims_than_any_real_one_is_refused() -> None:
    lines = (
        f"The US imposed a {i % 90 + 1}% tariff on Mexico in {2000 + i % 30}." for i in range(5200)
    )
    with pytest.raises(InputError, match="Split the file"):
        found("\n".join(lines), "measure")
