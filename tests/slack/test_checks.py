"""What the library checks of a block is still checked when the search for it is remembered."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as kit

from bot.slack.views import checks

LONG = "x" * 3001


@pytest.fixture(autouse=True)
def remembered() -> None:
    checks.remember()


def test_a_piece_that_is_wrong_is_refused() -> None:
    for wrong in (
        kit.SectionBlock(text=LONG),
        kit.ButtonElement(text="y" * 76, action_id="a"),
        kit.ActionsBlock(elements=[kit.ButtonElement(text=str(n), action_id=str(n)) for n in range(26)]),
        kit.SectionBlock(text="fine", accessory=kit.ButtonElement(text="fine", action_id="z" * 256)),
    ):
        with pytest.raises(SlackObjectFormationError):
            wrong.to_dict()


def test_a_piece_that_is_right_is_drawn_as_ever() -> None:
    drawn = kit.SectionBlock(text="fine", accessory=kit.ButtonElement(text="go", action_id="go")).to_dict()
    assert drawn["accessory"] == {
        "type": "button",
        "text": {"type": "plain_text", "text": "go", "emoji": True},
        "action_id": "go",
    }


def test_kinds_have_checks_of_their_own() -> None:
    assert set(checks._of(kit.ButtonElement)) != set(checks._of(kit.SectionBlock))
