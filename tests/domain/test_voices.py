"""The lot that draws a voice from outside."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import voices
from bot.domain.voices import Outsider

crowds = st.lists(
    st.builds(Outsider, person=st.integers(1, 500), ambassador=st.booleans(), asked=st.integers(0, 2)),
    max_size=30,
    unique_by=lambda one: one.person,
)


@given(found=crowds, project=st.integers(1, 9), data=st.data())
def test_the_order_in_which_people_are_found_draws_nobody(
    found: list[Outsider], project: int, data: st.DataObject
) -> None:
    seed = voices.seed(project=project, turn=0)
    drawn = voices.draw(found, seed=seed)
    assert (drawn is None) is (not found)
    assert drawn == voices.draw(data.draw(st.permutations(found)), seed=seed)
    if drawn is not None:
        assert drawn.asked == min(one.asked for one in found)
        rested = [one for one in found if one.asked == drawn.asked]
        assert drawn.ambassador or not any(one.ambassador for one in rested)
        chances = voices.candidates(found)
        others = [one for one in found if one in chances or data.draw(st.booleans())]
        assert voices.draw(others, seed=seed) == drawn, "who would not be drawn changes nothing"


def test_no_seed_favours_anybody() -> None:
    found = [Outsider(person, ambassador=False) for person in range(1, 6)]
    drawn = [voices.draw(found, seed=voices.seed(project=number, turn=0)) for number in range(1000)]
    counts = [sum(one is not None and one.person == person for one in drawn) for person in range(1, 6)]
    assert sum(counts) == 1000
    assert min(counts) > 150
