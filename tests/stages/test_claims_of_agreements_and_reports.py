"""Claims of fact sheets, orders and reports of talks by how they put things."""

from __future__ import annotations

from datetime import date

import pytest

from detente.claims import Claim, read_claims
from detente.documents import from_text
from detente.documents.read import About

DAY = date(2031, 5, 5)
SHEET = "Fact Sheet: The United States and Chile Reach a Trade Deal"
ORDER = "Executive Order on Duties on Articles of Mexico under Section 301 Action"
HOUSE = "The White House"


def claims(text: str, **about: str) -> list[Claim]:
    """All claims of a text published on a Monday of May 2031."""
    return list(read_claims(from_text(text, about=About(published=DAY, **about))).claims)


def of_kind(kind: str, text: str, **about: str) -> list[Claim]:
    """The claims of one kind."""
    return [c for c in claims(text, **about) if c.kind == kind]


def test_a_title_on_the_line_before_a_long_paragraph_is_no_part_of_its_first_sentence() -> None:
    title = "Chile and the United States lower their duties on fruit and wine"
    body = "Chile cut its duty on American wine to 4% on Friday, its ministry of finance said. " * 3
    found = claims(f"{title}\n{body.strip()}", title=title)
    assert all(c.start > len(title) for c in found)
    assert any(c.kind == "measure" and c.rate_pct == 4 for c in found)


def test_a_list_of_countries_with_rates_is_a_duty_on_each() -> None:
    text = (
        f"{ORDER}\n\nThe new reciprocal tariff rates will take effect on June 1, 2031. The "
        "countries are:\n\n- Peru (12%)\n- Sri Lanka: 20 percent\n- Bosnia and Herzegovina (9.5%)\n"
    )
    listed = [c for c in claims(text, title=ORDER, publisher=HOUSE) if c.rule == "listed"]
    assert [(c.target, c.rate_pct) for c in listed] == [
        (("PE",), 12),
        (("LK",), 20),
        (("BA",), 9.5),
    ]
    assert {(c.actor, c.status, c.date_from) for c in listed} == {
        (("US",), "announced", "2031-06-01")
    }


def test_a_list_of_countries_with_other_words_is_no_list_of_duties() -> None:
    text = "Growth this year:\n\n- Peru grew by 3%\n- Chile, 2% after a poor harvest\n"
    assert not of_kind("measure", text)


def test_numbered_concessions_of_a_deal_are_measures_of_who_makes_them() -> None:
    text = (
        f"{SHEET}\n\nChile will address non-tariff barriers, including by: (1) removing import "
        "licensing requirements on American tractors; (2) exempting American cheese from its "
        "inspection requirements."
    )
    found = of_kind("measure", text, title=SHEET, publisher=HOUSE)
    assert len(found) == 3
    assert {c.actor for c in found} == {("CL",)}


def test_a_deal_that_both_are_still_to_finish_is_talks_to_come() -> None:
    text = f"{SHEET}\n\nThe United States and Chile will work to finalize the agreement in June."
    (found,) = of_kind("talks", text, title=SHEET, publisher=HOUSE)
    assert (found.status, found.date_from) == ("scheduled", "2031-06")
    assert set(found.actor) == {"US", "CL"}


def test_a_schedule_amended_by_order_has_the_new_rate_and_the_old() -> None:
    text = f'{ORDER}\n\nSection 2 is amended by striking "15%" and inserting "30%" in lieu thereof.'
    (found,) = of_kind("measure", text, title=ORDER, publisher=HOUSE)
    assert (found.rate_pct, found.rate_prev_pct, found.actor) == (30, 15, ("US",))


def test_an_order_that_allows_a_thing_does_not_do_it() -> None:
    text = f"{ORDER}\n\nI may further raise the duties imposed under this order."
    assert not of_kind("measure", text, title=ORDER, publisher=HOUSE)


def test_the_parts_of_a_law_in_brackets_do_not_cut_a_clause() -> None:
    text = f"{ORDER}\n\nEnforcement of section 3(b)(ii) is suspended until June 9, 2031."
    (found,) = of_kind("measure", text, title=ORDER, publisher=HOUSE)
    assert (found.status, found.date_to) == ("suspended", "2031-06-09")


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The Secretary shall submit a report within 30 days.", "2031-06-04"),
        ("Submit written comments by June 12, 2031.", "2031-06-12"),
        ("The Trade Representative shall publish, by July 1, 2031, a review.", "2031-07-01"),
    ],
)
def test_what_an_order_has_done_by_a_day_is_a_deadline(sentence: str, day: str) -> None:
    (found,) = of_kind("deadline", f"{ORDER}\n\n{sentence}", title=ORDER, publisher=HOUSE)
    assert (found.actor, found.date_to) == (("US",), day)


def test_what_others_offered_and_what_is_asked_of_them_are_stands_in_an_order() -> None:
    text = (
        f"{ORDER}\n\nMexico has offered to lower its duties on American corn. "
        "The President is calling on Mexico to remove its import quotas."
    )
    found = of_kind("position", text, title=ORDER, publisher=HOUSE)
    assert [(c.status, c.speaker) for c in found] == [("offer", HOUSE), ("demand", HOUSE)]
    assert not of_kind("measure", text, title=ORDER, publisher=HOUSE)


def test_questions_in_a_press_conference_take_no_stand() -> None:
    text = (
        "Spokesperson's Remarks\n\nQuestion: What does China think of the new duties of Mexico?\n\n"
        "Answer: China opposes the duties. We urge Mexico to correct its wrong practices."
    )
    found = of_kind("position", text, publisher="Ministry of Commerce")
    assert {c.actor for c in found} == {("CN",)}
    assert not any("What does" in c.quote for c in found)


def test_a_duty_told_by_a_pronoun_is_the_one_just_spoken_of() -> None:
    text = "China imposed a fee on American ships. It will also apply to ships built in America."
    found = of_kind("measure", text)
    assert [(c.actor, c.instrument) for c in found] == [(("CN",), "penalty")] * 2


def test_a_firm_that_must_be_sold_is_a_measure_of_who_forces_the_sale() -> None:
    text = (
        "Washington and Beijing spoke of TikTok. TikTok was told it had to sell its American "
        "business. The app was banned in the United States in January."
    )
    found = of_kind("measure", text)
    assert {(c.instrument, c.status, c.actor) for c in found} == {
        ("divestment", "in_force", ("US",))
    }


def test_a_quotation_over_sentences_keeps_who_speaks_it() -> None:
    text = (
        "Washington and Beijing met. "
        '"The tariffs will hurt farmers," Scott Bessent said. "We want Beijing to buy more corn."'
    )
    last = claims(text)[-1]
    assert (last.kind, last.speaker, last.actor) == ("position", "Scott Bessent", ("US",))


def test_a_duty_spoken_of_between_quotation_marks_is_a_stand() -> None:
    text = (
        "Washington and Beijing met. "
        '"The 70% tariff on every Chinese ship does not have to happen," Scott Bessent said.'
    )
    assert not of_kind("measure", text)
    assert of_kind("position", text)


def test_the_holder_of_an_office_speaks_under_his_name() -> None:
    about = About(published=date(2025, 7, 28))
    text = "The US president said he would raise tariffs on Chilean copper to 30%."
    (found,) = read_claims(from_text(text, about=about)).claims
    assert (found.speaker, found.rate_pct) == ("Donald Trump", 30)


def test_no_comment_is_no_stand() -> None:
    text = (
        "China's Commerce Ministry did not immediately respond to a request for comment on tariffs."
    )
    assert not claims(text)


def test_an_order_that_carries_out_a_deal_is_its_governments_own_act() -> None:
    title = "Implementing the United States-Chile Agreement"
    text = f"{title}\n\nProducts of Chile are subject under this order to a 15 percent tariff."
    (found,) = of_kind("measure", text, title=title, publisher=HOUSE)
    assert (found.actor, found.target, found.rate_pct) == (("US",), ("CL",), 15)


def test_a_notice_of_another_country_that_names_a_law_levies_its_own_duty() -> None:
    title = "Announcement of the Tariff Commission on Additional Tariffs"
    text = (
        f"{title}\n\nThe United States raised its duties over fentanyl. A 15% additional tariff "
        "will be imposed on American corn. The additional tariffs shall not be levied on seed."
    )
    found = of_kind("measure", text, title=title, publisher="Tariff Commission")
    own = [c for c in found if c.actor == ("CN",)]
    assert [(c.instrument, c.rate_pct, c.status) for c in own] == [
        ("tariff", 15, "announced"),
        ("tariff", None, "lifted"),
    ]


def test_firms_included_in_a_list_are_listed() -> None:
    title = "Announcement of the Ministry of Commerce"
    text = f"{title}\n\nIt has been decided to include 15 US entities in the export control list."
    (found,) = of_kind("measure", text, title=title, publisher="Ministry of Commerce")
    assert (found.instrument, found.actor, found.target) == ("entity_list", ("CN",), ("US",))
