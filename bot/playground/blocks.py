"""Block Kit as HTML: what each block's template asks, and the one call that fills it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zlib import crc32

from jinja2 import Environment
from markupsafe import Markup

from bot.playground import fields, forms, markdown, mrkdwn, richtext
from bot.playground.reader import Reader
from bot.playground.state import Json, Values


@dataclass(frozen=True, kw_only=True)
class Pane:
    """What a list of blocks stands in: a message, a modal or the Home tab.

    `key` sets its HTML ids apart from those of other panes on the page. `values` are what stands in its
    fields, `errors` the sentences under them by block id. `file` gives the address of a Slack file by its id,
    or None while there is no such file.
    """

    key: str
    reader: Reader
    values: Values = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    file: Callable[[str], str | None] = field(default=lambda _: None)


@dataclass(frozen=True)
class Choice:
    value: str
    label: Markup
    description: Markup
    chosen: bool


@dataclass(frozen=True)
class Group:
    label: Markup
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Field:
    """An element, ready for its template. `dispatches` when using it tells the bot at once."""

    element: Json
    id: str
    name: str
    held: Sequence[str]
    groups: Sequence[Group]
    dispatches: bool

    @property
    def text(self) -> str:
        return self.held[0] if self.held else ""

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def is_group(self) -> bool:
        """Whether it is drawn as several boxes under one legend."""
        return self.kind == "radio_buttons" or forms.is_list(self.kind)


def rendered(environment: Environment, blocks: Sequence[Json], pane: Pane) -> Markup:
    """The blocks as HTML, in the environment's language; a type unknown here is named in their place."""
    html: Markup = environment.get_template("blocks.html").module.rendered(blocks, pane)  # type: ignore[attr-defined]
    return html


def text(composition: Json, pane: Pane) -> Markup:
    """A text object as HTML."""
    if composition.get("type") == "mrkdwn":
        verbatim = bool(composition.get("verbatim"))
        return mrkdwn.rendered(str(composition["text"]), pane.reader, verbatim=verbatim)
    return mrkdwn.plain(str(composition["text"]))


def ready(block: Json, element: Json, pane: Pane) -> Field:
    """An interactive element with what stands in it now."""
    name = forms.name(block["block_id"], element["action_id"])
    held = forms.strings(block, element, pane.values, pane.reader.zone)
    return Field(
        element=element,
        id=f"{pane.key}-{crc32(name.encode()):08x}",
        name=name,
        held=held,
        groups=_groups(element, held, pane),
        dispatches=block.get("type") != "input" or bool(block.get("dispatch_action")),
    )


def picture(image: Json, pane: Pane) -> str | None:
    """The address of an image: its own where a browser may load it, or that of its Slack file here."""
    if slack_file := image.get("slack_file"):
        identity = slack_file.get("id") or urlsplit(slack_file.get("url", "")).path.rpartition("/")[2]
        address = pane.file(str(identity))
    else:
        address = image.get("image_url")
    return address if address and safe(address) else None


def safe(address: str) -> bool:
    """Whether an address is on the web (or on this server), so that it may be followed or loaded."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} or (not parts.scheme and address.startswith("/"))


def cells(block: Json) -> list[list[tuple[Json, str]]]:
    """A table's rows of cells, each with the alignment of its column."""
    settings = block.get("column_settings") or []
    aligned = [str((setting or {}).get("align", "left")) for setting in settings]
    return [
        [(cell, aligned[index] if index < len(aligned) else "left") for index, cell in enumerate(row)]
        for row in block.get("rows", [])
    ]


def has_elements(blocks: Sequence[Json]) -> bool:
    """Whether there is something to press or fill in, so that the blocks belong in a form."""
    return any(True for _ in fields.elements(list(blocks)))


def install(environment: Environment) -> None:
    """Make the functions that the templates call known to them."""
    environment.globals.update(
        cells=cells,
        field=ready,
        markdown=markdown.rendered,
        mrkdwn=mrkdwn.rendered,
        option_name=forms.name,
        picture=picture,
        richtext=richtext.rendered,
        safe=safe,
        text=text,
        words=lambda composition: mrkdwn.words(str(composition["text"])) if composition else "",
    )


def _groups(element: Json, held: Sequence[str], pane: Pane) -> list[Group]:
    kind = str(element["type"]).removeprefix("multi_")
    if kind == "users_select":
        return [_named(pane.reader.people, "@", held)]
    if kind in {"conversations_select", "channels_select"}:
        return [_named(pane.reader.channels, "#", held)]
    if groups := element.get("option_groups"):
        return [
            Group(text(group["label"], pane), [_choice(option, held, pane) for option in group["options"]])
            for group in groups
        ]
    return [Group(Markup(), [_choice(option, held, pane) for option in element.get("options") or []])]


def _named(names: Mapping[str, str], sign: str, held: Sequence[str]) -> Group:
    choices = [
        Choice(identity, Markup("{}{}").format(sign, name), Markup(), identity in held)
        for identity, name in names.items()
    ]
    return Group(Markup(), choices)


def _choice(option: Json, held: Sequence[str], pane: Pane) -> Choice:
    description = text(option["description"], pane) if option.get("description") else Markup()
    value = str(option.get("value", ""))
    return Choice(value, text(option["text"], pane), description, value in held)
