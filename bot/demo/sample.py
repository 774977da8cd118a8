"""A small, believable municipality: roles, channels, and problem ideas about children and young people."""

from dataclasses import dataclass, field

from storage.kinds import IdeaKind


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody to act as. `discipline` is empty for those who have not chosen one."""

    id: str
    name: str
    discipline: str = ""
    locale: str = "nb-NO"
    administrator: bool = False
    guest: bool = False
    connected: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    private: bool = False
    with_bot: bool = True
    members: tuple[str, ...] | None = None
    """All of staff where it is None."""


@dataclass(frozen=True, slots=True)
class Idea:
    """`days_ago` is when it was posted; `supporters` are ids of roles."""

    author: str
    days_ago: int
    title: str
    who: str = ""
    evidence: str = ""
    kind: IdeaKind = IdeaKind.PROBLEM
    named: bool = True
    supporters: tuple[str, ...] = field(default=())


YOUTH = "Ungdomstjenesten"
HEALTH = "Helsestasjon og skolehelsetjeneste"
LIVING = "Frisklivssentralen"
STRATEGY = "Strategi og utvikling"
CHILD_WELFARE = "Barnevern"
CULTURE = "Kultur og bibliotek"
DISCIPLINES = (YOUTH, HEALTH, LIVING, STRATEGY, CHILD_WELFARE, CULTURE)

ROLES = (
    Role("UUNGDOM1", "Ungdomsarbeider 1", YOUTH),
    Role("UUNGDOM2", "Ungdomsarbeider 2", YOUTH),
    Role("UUNGDOM3", "Ungdomsarbeider 3", YOUTH),
    Role("UUNGDOM4", "Ungdomsarbeidar 4", YOUTH, locale="nn-NO"),
    Role("UHELSE1", "Helsesykepleier 1", HEALTH),
    Role("UHELSE2", "Helsesykepleier 2", HEALTH),
    Role("UHELSE3", "Helsesjukepleiar 3", HEALTH, locale="nn-NO"),
    Role("UFRISK1", "Frisklivsveileder 1", LIVING),
    Role("UFRISK2", "Healthy-life coach 2", LIVING, locale="en-US"),
    Role("USTRATEGI1", "Strategirådgiver 1", STRATEGY, administrator=True),
    Role("UBARNEVERN1", "Barnevernskonsulent 1", CHILD_WELFARE),
    Role("UKULTUR1", "Bibliotekar 1", CULTURE),
    Role("UNYANSATT1", "Nyansatt 1"),
    Role("UGJEST1", "Praksisstudent 1", guest=True),
    Role("UNABO1", "Rådgiver 1 i nabokommunen", connected=True),
)

IDEAS_ROOM = "ideer"
ROOMS = (
    Room(IDEAS_ROOM),
    Room("barn-og-unge"),
    Room("alle-ansatte"),
    Room("kaffekroken", with_bot=False),
    Room("ungdomstjenesten", private=True, members=("UUNGDOM1", "UUNGDOM2", "UUNGDOM3", "UUNGDOM4")),
)

IDEAS = (
    Idea(
        "UHELSE1",
        13,
        "Foreldre til barn som ikke vil på skolen, vet ikke hvem de skal ringe",
        who="Foreldre på mellomtrinnet, ofte etter høstferien. De ringer tre–fire steder før noen svarer.",
        evidence="Vi hører det på nesten hver skolehelsetjenestedag. Telles ikke noe sted.",
        supporters=("UHELSE2", "UUNGDOM1", "UBARNEVERN1", "USTRATEGI1"),
    ),
    Idea(
        "UUNGDOM2",
        12,
        "Ungdom som slutter på idretten, forsvinner ut av alle tilbudene våre",
        who="13–15-åringer som ikke vil konkurrere lenger. Klubben mister dem, og vi ser dem ikke.",
        evidence="Ungdata viser fallet fra 8. til 10. trinn. Fritidsklubben ser dem først etter et år.",
        supporters=("UUNGDOM1", "UUNGDOM3", "UFRISK1", "UKULTUR1"),
    ),
    Idea(
        "UHELSE2",
        11,
        "Vi skriver samme kartlegging tre ganger når et barn bytter tjeneste",
        who="Helsesykepleier, barnevern og PPT fyller ut hvert sitt skjema om det samme.",
        evidence="Omtrent to timer for hver overgang. Foreldrene må fortelle alt på nytt.",
        kind=IdeaKind.DEAD_HORSE,
        supporters=("UHELSE1", "UHELSE3", "UBARNEVERN1"),
    ),
    Idea(
        "UFRISK1",
        10,
        "Familier får råd om søvn og skjerm fra fem steder, og rådene er ulike",
        who="Foreldre med barn i barnehage og på småtrinnet.",
        evidence="Vi samlet brosjyrene fra tjenestene. De sier tre forskjellige ting.",
        supporters=("UHELSE1", "UKULTUR1"),
    ),
    Idea(
        "UUNGDOM4",
        9,
        "Ungdom som flyttar hit midt i året, finn ikkje fram til nokon",
        who="16–18-åringar som kjem åleine eller med éin forelder, særleg i januar.",
        evidence="Fem av dei eg har møtt i haust, kjende ingen utanfor klassen.",
        supporters=("UUNGDOM2", "UFRISK1", "UHELSE3"),
    ),
    Idea(
        "UUNGDOM1",
        8,
        "Mandagsmøtet der ti tjenester sitter to timer og bare orienterer",
        who="Alle lederne i oppvekst, hver mandag.",
        evidence="Referatet har ikke hatt et vedtak siden i fjor vår.",
        kind=IdeaKind.DEAD_HORSE,
        named=False,
        supporters=("UHELSE2", "USTRATEGI1", "UUNGDOM3", "UKULTUR1"),
    ),
    Idea(
        "UBARNEVERN1",
        6,
        "Unge på vei ut av barnevernet mister voksenkontakten den dagen de fyller 18",
        who="Ungdom mellom 17 og 20, rundt bursdagen.",
        evidence="Ettervernet tar over i teorien. I praksis går det tre måneder.",
        supporters=("UUNGDOM1", "UHELSE1", "UHELSE2", "USTRATEGI1", "UFRISK1"),
    ),
    Idea(
        "UKULTUR1",
        5,
        "Biblioteket er fullt av ungdom etter skolen, men ingen andre tjenester vet det",
        who="30–50 ungdommer hver ettermiddag, flest på tirsdager.",
        evidence="Telling i september og oktober.",
        supporters=("UUNGDOM2",),
    ),
    Idea(
        "UHELSE3",
        3,
        "Gravide og småbarnsforeldre utan bil når ikkje fram til barselgruppa",
        who="Familiar utanfor sentrum. Bussen går to gonger før klokka ti.",
        supporters=("UHELSE1",),
    ),
    Idea(
        "UFRISK2",
        1,
        "Newly arrived parents do not know what the school health nurse is for",
        who="Parents who have been here for less than two years.",
        evidence="Interpreters tell us it comes up in nearly every first meeting.",
        supporters=("UHELSE2", "UBARNEVERN1"),
    ),
)
