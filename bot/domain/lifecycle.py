"""The road of an idea: where it may go from where it is, and whether it starts as a problem."""

import re
import unicodedata

from storage.kinds import IdeaState

_NEXT: dict[IdeaState, frozenset[IdeaState]] = {
    IdeaState.DRAFT: frozenset({IdeaState.NEW, IdeaState.WITHDRAWN}),
    IdeaState.NEW: frozenset(
        {IdeaState.IN_ROUND, IdeaState.CHOSEN, IdeaState.PARKED, IdeaState.MERGED, IdeaState.WITHDRAWN}
    ),
    IdeaState.IN_ROUND: frozenset(
        {IdeaState.NEW, IdeaState.CHOSEN, IdeaState.PARKED, IdeaState.MERGED, IdeaState.WITHDRAWN}
    ),
    IdeaState.CHOSEN: frozenset({IdeaState.PROJECT, IdeaState.NEW, IdeaState.PARKED}),
    IdeaState.PROJECT: frozenset({IdeaState.COMPLETED, IdeaState.RETIRED}),
    IdeaState.PARKED: frozenset(
        {IdeaState.NEW, IdeaState.IN_ROUND, IdeaState.CHOSEN, IdeaState.MERGED, IdeaState.WITHDRAWN}
    ),
    IdeaState.RETIRED: frozenset({IdeaState.NEW}),
    IdeaState.COMPLETED: frozenset(),
    IdeaState.MERGED: frozenset({IdeaState.NEW, IdeaState.PARKED}),
    IdeaState.WITHDRAWN: frozenset(),
}


class WrongTurn(ValueError):
    """An idea cannot go from `current` to `wanted`."""

    def __init__(self, current: IdeaState, wanted: IdeaState) -> None:
        super().__init__(f"an idea cannot go from {current} to {wanted}")
        self.current = current
        self.wanted = wanted


def following(current: IdeaState) -> frozenset[IdeaState]:
    """The states an idea may go to from `current`; none where its road ends.

    Not chosen in a round, it is new again. A runner-up, or what a facilitator picks with a reason, goes from
    new or parked to chosen; an idea that was chosen and found no people goes back. A retired one may wake; a
    merged one may be taken out again.
    """
    return _NEXT[current]


def check(current: IdeaState, wanted: IdeaState) -> None:
    """Raise WrongTurn unless an idea may go from `current` to `wanted`. Staying is no step either."""
    if wanted not in _NEXT[current]:
        raise WrongTurn(current, wanted)


def hint(text: str) -> bool:
    """Whether `text` seems to begin with a solution rather than a problem, in bokmål, nynorsk or English.

    It is a hint for a kind word in the form and never a reason to refuse: it knows a few common openings
    («Vi trenger en app», «Innføre», "Build a portal") and leaves everything else alone.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _SOLUTION.match(plain) is not None


_THING = r"""(?:
    (?: en | ei | et | ein | eit | a | an | one | ny | nye | nytt | new | eget | egen | eigen | felles
      | bedre | betre | better | digital\w* ) \s+
    ){0,3}
    (?: \w*app | apper | appar | apps | \w*system | \w*systems | \w*verktøy | \w*portal | \w*plattform
      | platform | \w*programvare | software | tool | \w*chatbot | \w*nettside | \w*nettsted | \w*nettstad
      | website | \w*dashbord | dashboard | \w*database | \w*løsning | \w*løysing | solution
      | \w*koordinator | coordinator | \w*stilling | \w*kampanje | campaign | \w*kurs | course
    ) \b"""
"""A thing one buys, builds or employs. Only indefinite forms: «Systemet er tregt» is a problem."""

_MAKE = r"""(?:
    innføre | lage | kjøpe | etablere | ansette | digitalisere | opprette | utvikle | bygge | byggje | skaffe
    | anskaffe | implementere | starte | installere | få \s på \s plass
    | introduce | build | buy | create | develop | hire | implement | establish | install | launch | set \s up
    ) \b"""

_SOLUTION = re.compile(
    rf"""\W*
    (?: {_THING}
      | (?: vi | me | jeg | eg | kommunen | we | i ) \s+
        (?: trenger | treng | mangler | manglar | ønsker | ønskjer | ønskar | vil \s ha | må \s ha | bør \s ha
          | need | want | lack | should \s have ) \s+ {_THING}
      | (?: å \s+ | to \s+ )? {_MAKE}
      | (?: innfør | lag | kjøp | bygg | start | opprett | tilsett | tilsette ) \s+
        (?: en | ei | et | ein | eit | nye? | nytt | flere | fleire ) \b
      | (?: vi | me | man | kommunen | we ) \s+
        (?: bør | burde | må | should | must | ought \s to ) \s+ {_MAKE}
      | (?: (?:hvordan|korleis) \s kan \s (?:vi|me) | how \s (?:might|can|could) \s we ) \s+
        {_MAKE} \s+ {_THING}
    )""",
    re.VERBOSE,
)
