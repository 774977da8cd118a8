from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import lifecycle
from storage.kinds import IdeaState

ENDS = {IdeaState.COMPLETED, IdeaState.WITHDRAWN}


@pytest.mark.parametrize(
    "road",
    [
        ["draft", "new", "in_round", "chosen", "project", "completed"],
        ["new", "in_round", "new", "in_round", "chosen", "project", "retired", "new"],
        ["new", "parked", "in_round", "parked", "new", "merged"],
        ["new", "chosen", "parked", "chosen", "project", "completed"],  # a runner-up is taken up
        ["draft", "withdrawn"],
        ["in_round", "merged", "new"],
    ],
)
def test_an_idea_may_go_these_roads(road: list[str]) -> None:
    states = [IdeaState(name) for name in road]
    for current, wanted in pairwise(states):
        lifecycle.check(current, wanted)


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        ("draft", "in_round"),  # nobody has seen it
        ("draft", "chosen"),
        ("new", "project"),  # nobody chose it
        ("new", "completed"),
        ("in_round", "project"),
        ("chosen", "in_round"),
        ("chosen", "merged"),
        ("project", "withdrawn"),  # a group works on it
        ("completed", "new"),
        ("merged", "chosen"),
        ("withdrawn", "new"),
        ("retired", "completed"),
        ("new", "new"),
    ],
)
def test_it_may_not_go_these(current: str, wanted: str) -> None:
    with pytest.raises(lifecycle.WrongTurn) as caught:
        lifecycle.check(IdeaState(current), IdeaState(wanted))
    assert (caught.value.current, caught.value.wanted) == (current, wanted)
    assert current in str(caught.value)
    assert wanted in str(caught.value)


@given(st.sampled_from(IdeaState), st.sampled_from(IdeaState))
def test_following_and_check_agree(current: IdeaState, wanted: IdeaState) -> None:
    if wanted in lifecycle.following(current):
        lifecycle.check(current, wanted)
    else:
        with pytest.raises(lifecycle.WrongTurn):
            lifecycle.check(current, wanted)


def test_every_road_starts_at_a_draft_and_can_end() -> None:
    reached, ahead = set(), [IdeaState.DRAFT]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead.extend(lifecycle.following(state))
    assert reached == set(IdeaState)
    assert {state for state in IdeaState if not lifecycle.following(state)} == ENDS
    assert all(IdeaState.DRAFT not in lifecycle.following(state) for state in IdeaState)


@pytest.mark.parametrize(
    "text",
    [
        "En app for foreldre",
        "Ein app for foreldre",
        "An app for parents",
        "App for fritidstilbud",
        "Ny portal for søknader",
        "Felles digitalt system for bookinger",
        "Et timebestillingssystem",
        "Vi trenger et nytt system for venteliste",
        "Vi treng eit nytt system for venteliste",
        "We need a new tool for bookings",
        "Vi mangler en nettside for unge",
        "Innføre skolefrokost",
        "  «Lage en møteplass for ungdom»",
        "Å kjøpe inn nettbrett til alle",
        "Byggje ny ungdomsklubb",
        "Etablere et tverrfaglig team",
        "Lag en oversikt over tilbud",
        "Tilsette ein koordinator",
        "Få på plass en vaktordning",
        "Build a portal for volunteers",
        "Vi bør innføre felles skjema",
        "Kommunen må ansette flere helsesykepleiere",
        "We should hire a coordinator",
        "Hvordan kan vi lage en app for ungdom?",
        "Korleis kan vi utvikle eit nytt verktøy for tilsette?",
        "How might we build a better website?",
    ],
)
def test_a_solution_in_disguise_is_noticed(text: str) -> None:
    assert lifecycle.hint(text)
    assert lifecycle.hint(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Foreldre må fylle ut samme skjema tre ganger",
        "Systemet for timebestilling er tregt",
        "Appen krasjer når foreldre melder fravær",
        "Vi trenger å forstå hvorfor unge slutter på idrett",
        "Vi mangler oversikt over hvem som får hjelp",
        "Vi treng betre samarbeid mellom skule og helsestasjon",
        "Hvordan kan vi få ned ventetiden på helsestasjonen?",
        "Korleis kan vi lage gode overgangar frå barnehage til skule?",
        "How might we make waiting shorter?",
        "Lag og foreninger får ikke leie hallen",
        "Lagene trener for sent på kvelden",
        "Bygg som står tomme forfaller",
        "Kjøp av utstyr tar for lang tid",
        "Tilsette får vite om endringar for seint",
        "Ansatte bruker to timer om dagen på rapporter",
        "Starten på skoleåret er kaotisk for nye elever",
        "Innføringen av ny journal har gitt lengre køer",
        "Kurset for nybakte foreldre er alltid fullt",
        "Parents give up on the application form",
        "Buying bus tickets is hard for newcomers",
        "Enslige mindreårige venter lenge på norskkurs",
        "Ingen vet hvem som koordinerer tilbudet",
    ],
)
def test_a_problem_is_left_alone(text: str) -> None:
    assert not lifecycle.hint(text)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert lifecycle.hint(text) in (True, False)
