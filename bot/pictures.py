"""Which messages come with a picture, and what it is called."""

from dataclasses import dataclass

from bot import charts, curves, messages, rings
from bot.drawing import Drawing
from bot.texts import Texts

Illustrated = messages.RoundResult | messages.NudgeCard | messages.EndingCard


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    drawing: Drawing


def of(message: Illustrated, texts: Texts) -> Picture | None:
    """The picture of a message; None where there is nothing to draw."""
    match message:
        case messages.RoundResult():
            name, drawn = "resultat.png", charts.picture(message, texts)
        case messages.NudgeCard():
            name, drawn = "trygghet.png", curves.picture(message, texts)
        case messages.EndingCard():
            name, drawn = "ringvirkninger.png", rings.picture(message, texts)
    return None if drawn is None else Picture(name, drawn)
