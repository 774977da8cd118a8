"""How a group ends: the forms of the ways on, the result's card, and what people are asked about it."""

from slack_sdk.models import blocks as kit
from slack_sdk.models.blocks.basic_components import SlackFile

from bot import messages, rings
from bot.services import endings as cases
from bot.services import group_views, views
from bot.services import projects as project_cases
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs, ripples, values
from bot.texts import Texts
from storage.kinds import ProjectState

YES, NO = "yes", "no"


def card(message: messages.EndingCard, texts: Texts) -> blocks.Drawn:
    """A result in the wide channel: what came of it, where it is used, and what one can do."""
    title = mrkdwn.inline(message.title)
    completed = message.state is ProjectState.COMPLETED
    lead = texts("ending.completed") if completed else texts("ending.retired")
    pieces = [blocks.small(blocks.plain(lead)), blocks.heading(message.title)]
    for key, text in (
        ("ending.changed", message.changed),
        ("ending.stopped", message.stopped),
        ("ending.tried", message.tried),
        ("ending.learnt", message.learnt),
        ("ending.wake_when", message.wake_when),
    ):
        if text:
            pieces.append(
                blocks.rich(blocks.run(texts(key), bold=True), blocks.run("\n" + mrkdwn.clean(text)))
            )
    pieces += _details(message, texts)
    pieces += [blocks.words(line) for line in ripples.reach(message.reach, texts)]
    if message.picture:
        about = rings.about(message, texts)
        pieces.append(kit.ImageBlock(alt_text=about, slack_file=SlackFile(id=message.picture)))
    pieces.append(blocks.row(*_buttons(message, texts)))
    closing = texts("ending.closing") if message.closing is None else message.closing
    if closing:
        pieces.append(blocks.small(blocks.plain(closing)))
    fallback = texts("ending.completed_fallback" if completed else "ending.retired_fallback", title=title)
    return blocks.drawn(fallback, pieces)


def plan_form(shown: group_views.GroupDesk, texts: Texts, *, shrink: bool) -> blocks.Json:
    """The modal for going on: with a new plan, or smaller."""
    pieces = [blocks.words(mrkdwn.inline(shown.title))]
    if shrink:
        pieces.append(
            inputs.line(
                ids.Field.SHRUNK,
                texts("plan.shrunk"),
                limit=cases.TEXT_LIMIT,
                lines=True,
                optional=False,
                hint=texts("plan.shrunk_hint"),
            )
        )
    pieces.append(
        inputs.line(
            ids.Field.NEXT_STEP,
            texts("project.form.next_step"),
            limit=project_cases.STEP_LIMIT,
            lines=True,
            optional=False,
            hint=texts("project.form.next_step_hint"),
        )
    )
    return blocks.modal(
        pieces,
        callback=ids.Callback.PLAN,
        title=texts("plan.shrink_heading") if shrink else texts("plan.heading"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
        metadata=str(shown.project_id),
    )


def retire_form(shown: group_views.GroupDesk, texts: Texts) -> blocks.Json:
    """The modal for ending with what was learnt."""
    pieces = [
        blocks.words(texts("retire.about", title=mrkdwn.inline(shown.title))),
        *(
            inputs.line(
                field,
                texts(label),
                limit=cases.TEXT_LIMIT,
                lines=True,
                optional=False,
                hint=texts("idea.form.title_hint") if field is ids.Field.TRIED else None,
            )
            for field, label in (
                (ids.Field.TRIED, "ending.tried"),
                (ids.Field.LEARNT, "ending.learnt"),
            )
        ),
        inputs.line(
            ids.Field.WAKE_WHEN,
            texts("ending.wake_when"),
            limit=cases.TEXT_LIMIT,
            hint=texts("retire.wake_hint"),
        ),
        inputs.day(ids.Field.WAKE_ON, texts("retire.wake_on"), optional=True),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.RETIRE,
        title=texts("retire.heading"),
        submit=texts("retire.submit"),
        close=texts("form.cancel"),
        metadata=str(shown.project_id),
    )


def complete_form(
    shown: group_views.GroupDesk, disciplines: tuple[views.Discipline, ...], texts: Texts
) -> blocks.Json:
    """The modal for completing: what changed, what stopped, and who owns it now."""
    pieces = [
        blocks.words(texts("complete.about", title=mrkdwn.inline(shown.title))),
        inputs.line(
            ids.Field.CHANGED, texts("ending.changed"), limit=cases.TEXT_LIMIT, lines=True, optional=False
        ),
        inputs.line(
            ids.Field.STOPPED,
            texts("ending.stopped"),
            limit=cases.TEXT_LIMIT,
            lines=True,
            hint=texts("complete.stopped_hint"),
        ),
        inputs.choice(
            ids.Field.DISCIPLINE,
            texts("complete.discipline"),
            [blocks.option(one.name, one.discipline_id) for one in disciplines],
            placeholder=texts("discipline.placeholder"),
        ),
        inputs.person(
            ids.Field.KEEPER,
            texts("complete.keeper"),
            chosen=shown.owner,
            hint=texts("complete.keeper_hint"),
        ),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.COMPLETE,
        title=texts("complete.heading"),
        submit=texts("complete.submit"),
        close=texts("form.cancel"),
        metadata=str(shown.project_id),
    )


def wake_form(project_id: int, texts: Texts) -> blocks.Json:
    """The modal for waking a retired idea: why now?"""
    reason = inputs.line(
        ids.Field.REASON,
        texts("wake.reason"),
        limit=cases.TEXT_LIMIT,
        lines=True,
        optional=False,
        hint=texts("wake.hint"),
    )
    return blocks.modal(
        [reason],
        callback=ids.Callback.WAKE,
        title=texts("wake.heading"),
        submit=texts("wake.submit"),
        close=texts("form.cancel"),
        metadata=str(project_id),
    )


def thanks(note: messages.ThanksQuestion, texts: Texts) -> list[kit.Block]:
    return [
        blocks.words(texts("thanks.question", title=mrkdwn.inline(note.title))),
        blocks.row(
            *_yes_no(ids.Action.THANKS_ANSWER, note.project_id, texts("thanks.yes"), texts("thanks.no"))
        ),
    ]


def voice(note: messages.VoiceQuestion, texts: Texts) -> list[kit.Block]:
    step = mrkdwn.inline(note.next_step, 500)
    why = texts("voice.ambassador") if note.ambassador else texts("voice.lot")
    return [
        blocks.words(texts("voice.question", title=mrkdwn.inline(note.title))),
        blocks.words(texts("project.step", step=step)),
        blocks.small(blocks.plain(why)),
        blocks.row(*_yes_no(ids.Action.VOICE_ANSWER, note.project_id, texts("voice.yes"), texts("voice.no"))),
    ]


def woken(note: messages.WokenNote, texts: Texts) -> list[kit.Block]:
    pieces = [blocks.words(texts("note.woken", title=mrkdwn.inline(note.title)))]
    if note.reason:
        pieces.append(blocks.words(note.reason))
    return pieces


def _yes_no(action: ids.Action, number: int, yes: str, no: str) -> list[kit.ButtonElement]:
    return [
        blocks.button(yes, action, values.pair(number, YES), tail=f"{YES}_{number}", style="primary"),
        blocks.button(no, action, values.pair(number, NO), tail=f"{NO}_{number}"),
    ]


def _details(message: messages.EndingCard, texts: Texts) -> list[kit.Block]:
    pieces: list[kit.Block] = []
    kept: list[kit.TextObject] = []
    if message.discipline:
        kept.append(blocks.plain(texts("ending.owned_by", unit=mrkdwn.inline(message.discipline))))
    if message.keeper:
        kept.append(blocks.mark(texts("ending.keeper", person=mrkdwn.mention(message.keeper))))
    if message.wake_on is not None and not message.woken:
        kept.append(blocks.plain(texts("ending.wake_on", day=texts.day(message.wake_on))))
    if message.woken:
        kept.append(blocks.plain(texts("ending.woken")))
    if kept:
        pieces.append(blocks.small(*kept))
    if message.thanked:
        people = texts.listed([mrkdwn.mention(person) for person in message.thanked])
        text = texts("ending.thanks_named", people=people)
        if message.people > len(message.thanked):
            rest = message.people - len(message.thanked)
            text = texts.plural("ending.thanks_more", rest, people=people)
        pieces.append(blocks.small(blocks.mark(text)))
    else:
        pieces.append(blocks.small(blocks.plain(texts("ending.thanks"))))
    return pieces


def _buttons(message: messages.EndingCard, texts: Texts) -> list[kit.ButtonElement]:
    buttons = ripples.buttons(message.project_id, texts)
    if message.state is ProjectState.RETIRED and not message.woken:
        wake = blocks.button(texts("wake.open"), ids.Action.IDEA_WAKE, str(message.project_id))
        buttons.append(wake)
    return buttons
