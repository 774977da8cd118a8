"""People's disciplines: the list to import with its report, and choices that wait for a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import messages
from bot.domain import roster
from bot.services import placements as cases
from bot.services import views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs
from bot.texts import Texts

LEAVE_OUT = "leave_out"
TEXT_LIMIT = 3000
MOST = 40

VERDICTS = {
    cases.Verdict.PLACED: "import.placed",
    cases.Verdict.SAME: "import.same",
    cases.Verdict.CONFIRMED: "import.confirmed",
    cases.Verdict.UNKNOWN_PERSON: "import.unknown_person",
    cases.Verdict.UNKNOWN_DISCIPLINE: "import.unknown_discipline",
    cases.Verdict.GUEST: "import.guest",
    cases.Verdict.TWICE: "import.twice",
    cases.Verdict.LOCKED: "import.locked",
}
FAULTS = {
    roster.Fault.FEW_COLUMNS: "import.few_columns",
    roster.Fault.NO_ADDRESS: "import.no_address",
    roster.Fault.NO_DISCIPLINE: "import.no_discipline",
    roster.Fault.TWICE: "import.twice",
}


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a line: `what` says it."""

    line: roster.Line
    what: cases.Verdict | roster.Fault

    @property
    def good(self) -> bool:
        return self.what in cases.GOOD


def form(texts: Texts, *, most: int) -> blocks.Json:
    """Where a list is pasted."""
    return blocks.modal(
        [
            blocks.words(texts.plural("import.about", most)),
            inputs.line(
                ids.Field.ROSTER,
                texts("import.roster"),
                limit=TEXT_LIMIT,
                lines=True,
                optional=False,
                placeholder=texts("import.placeholder"),
                hint=texts("import.hint"),
            ),
            inputs.tick(
                ids.Field.LEAVE_OUT,
                texts("import.wrong"),
                blocks.option(texts("import.leave_out"), LEAVE_OUT),
                on=False,
                hint=texts("import.leave_out_hint"),
            ),
        ],
        callback=ids.Callback.IMPORT,
        title=texts("setup.part.import"),
        submit=texts("import.submit"),
        close=texts("form.cancel"),
    )


def sentence(one: Reported, texts: Texts) -> str:
    """What became of one line, in one sentence."""
    key = VERDICTS[one.what] if isinstance(one.what, cases.Verdict) else FAULTS[one.what]
    said = texts(key, discipline=mrkdwn.inline(one.line.discipline))
    return texts("import.line", number=one.line.number, what=said)


def summary(lines: Sequence[Reported], texts: Texts) -> str:
    good = sum(one.good for one in lines)
    return texts.plural("import.summary", len(lines), good=texts.number(good))


def report(lines: Sequence[Reported], texts: Texts) -> blocks.Json:
    """Every line and what became of it, those to look at first."""
    shown = [*(one for one in lines if not one.good), *(one for one in lines if one.good)]
    said = [sentence(one, texts) for one in shown]
    return blocks.modal(
        [
            blocks.strong(summary(lines, texts)),
            *(blocks.words(chunk) for chunk in blocks.chunks(said)),
        ],
        callback=ids.Callback.NOTICE,
        title=texts("import.report"),
        close=texts("form.done"),
    )


def unconfirmed(found: Sequence[views.Unconfirmed], texts: Texts) -> blocks.Json:
    """Everybody who waits, each with one tap."""
    pieces = [blocks.words(texts("confirmation.about") if found else texts("confirmation.nobody"))]
    for one in found[:MOST]:
        who = blocks.person(one.person)
        pieces.append(blocks.rich(who, blocks.run(blocks.DOT + mrkdwn.inline(one.discipline))))
        pieces.append(
            blocks.row(
                blocks.button(
                    texts("confirmation.confirm"),
                    ids.Action.PERSON_CONFIRM,
                    str(one.person_id),
                    style="primary",
                ),
                blocks.button(texts("confirmation.decline"), ids.Action.PERSON_DECLINE, str(one.person_id)),
            )
        )
    if len(found) > MOST:
        pieces.append(blocks.small(blocks.plain(texts.plural("list.more", len(found) - MOST))))
    return blocks.modal(
        pieces,
        callback=ids.Callback.NOTICE,
        title=texts("confirmation.heading"),
        close=texts("form.done"),
    )


def waiting(message: messages.ConfirmationsWaiting, texts: Texts) -> blocks.Drawn:
    """To an administrator: somebody cannot vote yet."""
    text = texts("confirmation.waiting", deadline=texts.moment(message.closes_at, message.zone))
    button = blocks.button(texts("confirmation.open"), ids.Action.CONFIRMATIONS_OPEN, "open", style="primary")
    return blocks.drawn(text, [blocks.words(text), blocks.row(button)])


def settled(message: messages.DisciplineSettled, texts: Texts) -> blocks.Drawn:
    """To the person who waited."""
    name = mrkdwn.inline(message.discipline)
    if not message.confirmed:
        text = texts("confirmation.declined", discipline=name)
        return blocks.drawn(text, [blocks.words(text)])
    deadline = texts.moment(message.closes_at, message.zone)
    text = texts("confirmation.confirmed", discipline=name, deadline=deadline)
    button = blocks.button(
        texts("round.card.vote"), ids.Action.BALLOT_OPEN, str(message.round_id), style="primary"
    )
    return blocks.drawn(text, [blocks.words(text), blocks.row(button)])
