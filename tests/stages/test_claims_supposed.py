"""What a text supposes, denies, foresees or says of everything from one place."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from detente.claims import Claim, read_claims
from detente.cli import app
from detente.documents import from_text
from detente.documents.read import About
from detente.errors import DocumentError

DAY = date(2031, 5, 5)


def only(kind: str, text: str) -> Claim:
    """The one claim of a kind in a text published on a Monday of May 2031."""
    read = read_claims(from_text(text, about=About(published=DAY)))
    (claim,) = [c for c in read.claims if c.kind == kind]
    return claim


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("If the two sides do not agree, the 30% reciprocal duty on Chile would return.", 30),
        ("If talks fail, the United States will raise tariffs on Peru to 40%.", 40),
        ("The 25% tariff on Peru would stay unless the talks succeed, Trump said.", 25),
    ],
)
def test_what_comes_only_if_is_threatened_and_conditional(text: str, rate: float) -> None:
    claim = only("measure", text)
    assert (claim.rate_pct, claim.status, claim.conditional) == (rate, "threatened", True)


def test_a_condition_is_no_deed() -> None:
    text = "Trump said talks would end unless Beijing lifted its export controls on gallium."
    claim = only("measure", text)
    assert claim.actor == ("CN",)
    assert claim.conditional


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The White House denied that it had imposed a 60% tariff on Chile.", True),
        ("The White House never denied that it had imposed a 60% tariff on Chile.", False),
        ("The United States imposed a 60% tariff on Chile.", False),
    ],
)
def test_what_is_denied_is_negated(text: str, negated: bool) -> None:
    assert only("measure", text).negated is negated


def test_a_negated_claim_is_shown_as_such() -> None:
    text = "The European Union has not imposed a 25% tariff on American whiskey."
    shown = CliRunner().invoke(app, ["read", "-", "--published", "2031-05-05"], input=text)
    assert "in_force (negated)" in shown.output


@pytest.mark.parametrize("goods", ["goods", "imports", "products"])
def test_all_goods_of_one_place_are_not_everybodys(goods: str) -> None:
    claim = only("measure", f"Trump imposed a 20% tariff on all {goods} from Japan.")
    assert claim.target == ("JP",)


def test_a_dateline_is_no_part_of_a_quote() -> None:
    text = "OTTAWA, May 4, 2031 - Canada imposed a 20% tariff on American steel."
    claim = only("measure", text)
    assert claim.quote.startswith("Canada imposed")
    assert claim.date_from is None


@pytest.mark.parametrize("when", ["effective September 8", "effective on September 8"])
def test_what_is_effective_on_a_day_to_come_is_announced(when: str) -> None:
    claim = only("measure", f"China expanded its export controls on graphite, {when}.")
    assert (claim.date_from, claim.status) == ("2031-09-08", "announced")


@pytest.mark.parametrize(
    "text",
    [
        "The move came weeks before a planned meeting between Trump and Xi.",
        "Oslo talks between the United States and China resume on Wednesday.",
    ],
)
def test_meetings_to_come_are_scheduled(text: str) -> None:
    assert only("talks", text).status == "scheduled"


def test_a_duty_on_a_country_is_on_no_product_of_that_name() -> None:
    assert only("measure", "Trump threatened a 100% tariff on China.").product is None


@pytest.mark.parametrize(
    "text",
    [
        "Kanada hat am Montag neue Abgaben auf Waren aus Chile verhängt, so der Minister. "
        "Chile kündigte Gegenmaßnahmen an.",
        "智利宣布对加拿大钢铁产品加征关税。",
        "Канада ввела пошлины.",
    ],
)
def test_short_texts_of_other_languages_are_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="not English"):
        from_text(text, about=About(published=DAY))
