"""Rounds in Slack: the card and its rules, the form, the ballot, the result."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import messages, texts
from bot.services import views
from bot.slack.views import ballots, results, round_forms, rounds, values
from bot.slack.views import messages as drawings
from storage.kinds import Outcome, RoundEvent, RoundState

from . import strict
from .test_views_ideas import LINE, fields, taps

NB = texts.load("nb")
CLOSES_AT = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
CARD = messages.RoundCard(
    round_id=3,
    state=RoundState.OPEN,
    secret=True,
    winners=1,
    tap_limit=None,
    breadth=2,
    empty_chairs=5,
    opened_by="U0ROLE1",
    closes_at=CLOSES_AT,
    zone="Europe/Oslo",
    ideas=(messages.BallotIdea(idea_id=7, title="En"), messages.BallotIdea(idea_id=8, title="To")),
    ballots=None,
    seed_hash="abc",
)
BALLOT = views.Ballot(
    round_id=3,
    secret=True,
    winners=1,
    tap_limit=None,
    closes_at=CLOSES_AT,
    zone="Europe/Oslo",
    lines=tuple(views.BallotLine(number, f"Idé {number}", "", False, False) for number in range(1, 4)),
    handed_in=False,
)
FORM = views.RoundForm(
    ideas=(LINE, replace(LINE, idea_id=8)),
    selected=(8,),
    closes_at=CLOSES_AT,
    zone="Europe/Oslo",
    breadth=2,
    empty_chairs=5,
    people=61,
    disciplines=4,
)
RESULT = messages.RoundResult(
    round_id=3,
    secret=True,
    outcome=Outcome.CHOSEN,
    winners=1,
    ideas=(
        messages.RankedIdea(rank=1, idea_id=8, title="To", bar=4, taps=30, broad=True, chosen=1),
        messages.RankedIdea(rank=2, idea_id=7, title="En", bar=2, taps=35, broad=False, chosen=None),
    ),
    ballots=61,
    heard=(messages.Heard(name="Ungdom", ballots=40), messages.Heard(name=None, ballots=21)),
    reason=messages.Reason(ground="support", title="To", over="Tre", bar=2, narrow=("En",), outweighed=()),
    lot_decided=False,
    seed="frø",
    seed_hash="abc",
    receipt="kvittering",
    closed_at=CLOSES_AT,
    zone="Europe/Oslo",
)


def shown(message: messages.Message, language: texts.Texts = NB) -> str:
    return strict.texts(drawings.draw(message, language).blocks)


def test_an_open_round_says_until_when_and_opens_the_ballot() -> None:
    drawn = drawings.draw(CARD, NB)
    assert drawn.text == "Ny avstemningsrunde med 2 ideer. Stem innen tirsdag 1. desember kl. 14:00."
    assert taps(drawn.blocks) == [("ballot_open", "3"), ("round_steer", "3")]
    assert "• En\n• To" in strict.texts(drawn.blocks)
    assert "abc" in strict.texts(drawn.blocks)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_a_round_that_has_ended_opens_nothing(state: RoundState) -> None:
    drawn = drawings.draw(CARD.model_copy(update={"state": state}), NB)
    assert strict.actions(drawn.blocks) == []
    assert drawn.text == NB(rounds.ENDED[state])
    assert NB("round.rules.change") not in strict.texts(drawn.blocks)
    assert NB("round.card.few_ballots") not in strict.texts(drawn.blocks)


@pytest.mark.parametrize(
    ("settings", "said", "unsaid"),
    [
        ({}, "jeg viser ikke til noen hva den enkelte stemmer", "navnene vises"),
        ({"secret": False}, "navnene vises sammen med resultatet", "hemmelig"),
        ({"tap_limit": 3}, "Velg opptil 3 ideer", "Velg alle"),
        ({"tap_limit": 1}, "Velg den ene ideen", "Velg alle"),
        ({"winners": 2}, "Opptil 2 ideer vinner", "Én idé vinner"),
        ({"empty_chairs": 1}, "1 tom stol i hvert", "tomme stoler"),
        ({"empty_chairs": 0}, "teller omtrent like mye", "tom"),
        ({"breadth": 3}, "støtte fra minst 3 fagområder", "minst 2"),
        ({"breadth": 1}, "teller omtrent like mye", "støtte fra minst"),
        ({"ballots": 12}, "12 stemmesedler er levert", "minst fem er levert"),
        ({"ballots": None}, "vises når minst fem er levert", "12"),
    ],
)
def test_rules_come_from_the_settings(settings: dict[str, Any], said: str, unsaid: str) -> None:
    text = shown(CARD.model_copy(update=settings))
    assert said in text
    assert unsaid not in text


def test_a_card_of_a_hundred_ideas_stays_short() -> None:
    many = [messages.BallotIdea(idea_id=number, title="Å" * 150) for number in range(1, 101)]
    many[3] = many[3].model_copy(update={"gone": True, "into": "Ø" * 150})
    drawn = drawings.draw(CARD.model_copy(update={"ideas": tuple(many)}), NB)
    strict.message(drawn)
    said = strict.texts(drawn.blocks)
    assert said.count("• ÅÅ") == 11
    assert "og 89 til på stemmeseddelen" in said
    assert "nå en del av «ØØ" in said
    at = [str(block["type"]) for block in drawn.blocks]
    assert at.index("actions") < 3, "the way to the ballot comes before the list"


def test_the_form_starts_from_what_is_suggested() -> None:
    found = fields(round_forms.form(FORM, NB))
    assert list(found) == ["scope", "ideas", "closes_at", "secret"]
    assert [one["value"] for one in found["ideas"]["element"]["initial_options"]] == ["8"]
    assert found["closes_at"]["element"]["initial_date_time"] == int(CLOSES_AT.timestamp())
    assert found["secret"]["element"]["initial_option"]["value"] == "secret"
    rest = fields(round_forms.form(FORM, NB, more=True))
    assert list(rest)[4:] == ["winners", "tap_limit", "breadth", "published"]
    assert rest["tap_limit"]["optional"] is True


@pytest.mark.parametrize(
    ("people", "warning"),
    [(3, "Det trengs minst 5 stemmesedler"), (8, "kan en avstemning knapt være hemmelig"), (61, None)],
)
def test_the_form_warns_of_few_people(people: int, warning: str | None) -> None:
    first = round_forms.form(replace(FORM, people=people), NB)["blocks"][0]
    assert (warning is None) == (first["type"] == "input")
    assert warning is None or warning in first["text"]["text"]


def test_one_discipline_alone_is_asked_for_no_breadth() -> None:
    assert "minst 2 fagområder" in strict.texts(round_forms.form(FORM, NB)["blocks"])
    assert "minst" not in strict.texts(
        round_forms.form(replace(FORM, disciplines=1, breadth=1), NB)["blocks"][-1:]
    )


def test_nothing_to_vote_on_is_said_without_a_form() -> None:
    view = round_forms.form(replace(FORM, ideas=()), NB)
    assert view["callback_id"] == "notice"
    assert "submit" not in view


def test_a_ballot_shows_what_is_chosen_and_how_to_undo_it() -> None:
    lines = (replace(BALLOT.lines[0], approved=True), *BALLOT.lines[1:])
    view = ballots.form(replace(BALLOT, lines=lines, handed_in=True), NB)
    assert taps(view["blocks"]) == [
        ("ballot_withdraw", "3:1"),
        ("ballot_approve", "3:2"),
        ("ballot_approve", "3:3"),
        ("ballot_none", "3"),
    ]
    assert "*Du har valgt 1 idé.*" in strict.texts(view["blocks"])
    assert "Du kan ombestemme deg fram til tirsdag 1. desember kl. 14:00." in strict.texts(view["blocks"])
    assert values.read_pair(view["private_metadata"]) == (3, "1")
    assert "submit" not in view


def test_a_full_ballot_offers_only_to_undo() -> None:
    lines = tuple(replace(line, approved=line.idea_id < 3) for line in BALLOT.lines)
    view = ballots.form(replace(BALLOT, lines=lines, handed_in=True, tap_limit=2), NB)
    assert [action for action, _ in taps(view["blocks"])] == ["ballot_withdraw"] * 2 + ["ballot_none"]
    assert "alle de 2 du kan velge" in strict.texts(view["blocks"])


@pytest.mark.parametrize(
    ("handed_in", "limit", "summary"),
    [
        (False, None, "Du har ikke stemt ennå."),
        (True, None, "Du har stemt: ingen av disse."),
    ],
)
def test_a_ballot_of_none_is_a_ballot(handed_in: bool, limit: int | None, summary: str) -> None:
    view = ballots.form(replace(BALLOT, handed_in=handed_in, tap_limit=limit), NB)
    assert f"*{summary}*" in strict.texts(view["blocks"])
    assert (("ballot_none", "3") in taps(view["blocks"])) != handed_in
    assert (summary in str(view["blocks"][-1])) == handed_in


def test_open_and_secret_ballots_say_so() -> None:
    assert NB("ballot.secret") in strict.texts(ballots.form(BALLOT, NB)["blocks"])
    assert NB("ballot.open") in strict.texts(ballots.form(replace(BALLOT, secret=False), NB)["blocks"])


def test_a_long_ballot_turns_pages_and_stays_on_its_own() -> None:
    lines = tuple(views.BallotLine(number, f"Idé {number}", "", False, False) for number in range(1, 46))
    long = replace(BALLOT, lines=lines)
    second = ballots.form(long, NB, page=2)
    chosen = [value for action, value in taps(second["blocks"]) if action == "ballot_approve"]
    assert chosen == [f"3:{number}" for number in range(21, 41)]
    turns = [tap for tap in taps(second["blocks"]) if tap[0].startswith("ballot_page")]
    assert turns == [("ballot_page.before", "3:1"), ("ballot_page.after", "3:3")]
    assert second["private_metadata"] == "3:2"
    assert ballots.form(long, NB, page=99)["private_metadata"] == "3:3"


def test_a_result_names_the_winner_first_and_says_why() -> None:
    drawn = drawings.draw(RESULT, NB)
    assert drawn.text == "Resultatet er klart: «To» er valgt."
    assert drawn.blocks[1]["text"]["text"] == "To"
    text = strict.texts(drawn.blocks)
    assert "«To» har størst støtte når fagområdene teller omtrent likt. «Tre» kom nærmest." in text
    assert "«En» fikk flere stemmer, men fra for få fagområder. Støtten må komme fra minst 2." in text
    assert "▇▇▇▇░ · 30 stemmer · bred nok støtte · valgt" in text
    assert "Små fagområder: 21 stemmesedler" in text
    assert "kvittering" in text
    assert "frø" not in text


@pytest.mark.parametrize("ground", ["support", "turn", "breadth", "weakest", "taps", "lot"])
@pytest.mark.parametrize("locale", texts.LOCALES)
def test_every_ground_names_both_ideas(ground: str, locale: str) -> None:
    reason = messages.Reason.model_validate(
        {"ground": ground, "title": "To", "over": "Tre", "bar": 2, "narrow": (), "outweighed": ()}
    )
    text = shown(RESULT.model_copy(update={"reason": reason}), texts.load(locale))
    assert "Tre" in text


def test_the_seed_is_shown_where_the_lot_decided() -> None:
    text = shown(RESULT.model_copy(update={"lot_decided": True}))
    assert "Loddet: frø (kode da runden åpnet: abc)" in text


def test_figures_that_must_not_be_shown_are_not() -> None:
    bare = tuple(one.model_copy(update={"bar": None, "taps": None, "broad": None}) for one in RESULT.ideas)
    text = shown(RESULT.model_copy(update={"ideas": bare, "ballots": None, "heard": ()}))
    assert "stemmer ·" not in text
    assert "▇" not in text
    assert "stemmesedler" not in text


def test_a_result_of_many_ideas_is_read_in_passing() -> None:
    rest = tuple(RESULT.ideas[1].model_copy(update={"rank": rank, "idea_id": rank}) for rank in range(2, 31))
    drawn = drawings.draw(RESULT.model_copy(update={"ideas": (RESULT.ideas[0], *rest)}), NB)
    strict.message(drawn)
    text = strict.texts(drawn.blocks)
    assert "5. En" in text
    assert "6. En" not in text
    assert "Se alle 30 ideene" in text
    # What nobody tapped is among the rest, and nobody is told that its support is not broad.
    silent = tuple(one.model_copy(update={"taps": 0, "bar": 0, "broad": False}) for one in rest)
    text = strict.texts(
        drawings.draw(RESULT.model_copy(update={"ideas": (RESULT.ideas[0], *silent)}), NB).blocks
    )
    assert "2. En" not in text
    assert "Se alle 30 ideene" in text
    text = strict.texts(
        results.order(RESULT.model_copy(update={"ideas": (RESULT.ideas[0], *silent)}), NB).blocks
    )
    assert "30. En" in text
    assert NB("result.narrow") not in text


def test_none_of_these_asks_before_it_takes_choices_away() -> None:
    chosen = replace(
        BALLOT, handed_in=True, lines=(replace(BALLOT.lines[0], approved=True), *BALLOT.lines[1:])
    )
    asked = str(ballots.form(chosen, NB)["blocks"])
    assert NB("ballot.none_takes") in asked
    for nothing in (BALLOT, replace(BALLOT, handed_in=True)):
        assert NB("ballot.none_takes") not in str(ballots.form(nothing, NB)["blocks"])


def test_a_round_that_every_idea_left_says_so_and_offers_nothing() -> None:
    gone = RESULT.model_copy(
        update={"outcome": Outcome.NO_BROAD_AGREEMENT, "ideas": (), "reason": None, "heard": ()}
    )
    text = shown(gone)
    assert "det var ingenting å telle" in text
    assert NB("result.again") not in text


@pytest.mark.parametrize(
    ("outcome", "heading"),
    [
        (Outcome.TOO_FEW_VOICES, "For få stemmer"),
        (Outcome.NO_BROAD_AGREEMENT, "Ingen idé fikk bred nok støtte"),
    ],
)
def test_no_winner_is_told_with_a_way_on(outcome: Outcome, heading: str) -> None:
    none = tuple(one.model_copy(update={"chosen": None}) for one in RESULT.ideas)
    undecided = RESULT.model_copy(update={"outcome": outcome, "ideas": none, "reason": None})
    drawn = drawings.draw(undecided, NB)
    assert drawn.blocks[0]["text"]["text"] == heading
    text = strict.texts(drawn.blocks)
    assert NB("result.undecided") in text
    assert NB("result.again") in text
    assert NB("result.pick") in text
    decided = RESULT.model_copy(
        update={
            "outcome": outcome,
            "decision": messages.Decision(
                event=RoundEvent.PICKED, by="U0ROLE1", title="Tre", reason="Haster mest"
            ),
        }
    )
    shown_again = strict.texts(drawings.draw(decided, NB).blocks)
    assert "har valgt «Tre». Grunn: Haster mest" in shown_again
    assert NB("result.pick") not in shown_again
    outcome_alone = undecided.model_copy(update={"ideas": (), "ballots": None, "heard": ()})
    if outcome is Outcome.TOO_FEW_VOICES:
        assert NB("result.order") not in shown(outcome_alone)
        assert NB("result.again") in shown(outcome_alone)


def test_several_winners_stand_in_the_order_they_were_chosen() -> None:
    ranked = (
        RESULT.ideas[0].model_copy(update={"chosen": 2}),
        RESULT.ideas[1].model_copy(update={"chosen": 1}),
    )
    drawn = drawings.draw(RESULT.model_copy(update={"ideas": ranked, "winners": 3}), NB)
    text = strict.texts(drawn.blocks)
    assert text.index("1. En") < text.index("2. To")
    assert "De ble valgt etter tur" in text
    assert "Runden kunne ha 3 vinnere" in text


def test_an_open_result_names_voters_and_counts_the_rest() -> None:
    voters = tuple(f"U{number}" for number in range(1, 202))
    ranked = (RESULT.ideas[0].model_copy(update={"voters": voters}), RESULT.ideas[1])
    drawn = drawings.draw(RESULT.model_copy(update={"secret": False, "ideas": ranked}), NB)
    users = [part for part in str(drawn.blocks).split("'user_id'") if part.startswith(": 'U")]
    assert len(users) == 150
    assert "og 51 til" in strict.texts(drawn.blocks)
    assert "Åpen avstemning" in strict.texts(drawn.blocks)
