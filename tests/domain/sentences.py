"""Ordinary sentences of municipal work, without client data, full of the numbers that such work is full of.

Made up for the tests: each pattern is filled several times, with numbers drawn from a fixed seed.
"""

import random
from collections.abc import Callable, Iterator

PATTERNS = [
    "Fristen for søknad om barnehageplass er {date}.",
    "Møtet er {date} kl. {hour} på rom {small}.",
    "Vi har {people} innbyggere og {small} helsestasjoner.",
    "Budsjettet for {year} er {sum} kroner.",
    "Ungdomsklubben fikk {sum} kr i {year} og {sum} kr året etter.",
    "Sak {case} ble behandlet {date}.",
    "Se saksnummer {longcase} i arkivet.",
    "Vedtaket i {case} gjelder for perioden {years}.",
    "Prosjektnummer {eight} dekker lønn til {small} årsverk.",
    "Faktura {eight} på {sum} kr er ikke betalt.",
    "Organisasjonsnummer {organisation} står på skjemaet.",
    "Org.nr. {organisation} MVA er feil i systemet.",
    "Ukene {weeks} er travlest på helsestasjonen.",
    "Stengt i uke {weeks}.",
    "Rundt {percent} prosent av elevene på {small}. trinn trives.",
    "Andelen økte fra {percent} % til {percent} % på {small} år.",
    "Ventetiden er {small}–{small} uker, og {people} står i kø.",
    "Åpningstiden er {hour}–{hour} mandag til fredag.",
    "Klokka {hour} ringer {small} foreldre på en gang.",
    "Skoleåret {years} hadde vi {people} elever.",
    "I {year}, {year} og {year} kuttet vi {sum} kroner.",
    "Postnummer {postcode} og {postcode} har dårligst busstilbud.",
    "Gnr. {small}, bnr. {people} er regulert til lekeplass.",
    "Veien er {small},{small} km lang og koster {sum} kroner å brøyte.",
    "Loven av {date} nr. {small} § {small}-{small} sier noe annet.",
    "Rundskriv I-{small}/{year} er vanskelig å lese.",
    "Møterom {people} er bestilt hver {small}. uke ut {year}.",
    "Vi brukte {sum} kroner på vikarer i {year}.",
    "Kontonummer {account} er byttet ut.",
    "Rapporten fra {isodate} har {small} tiltak.",
    "Fila heter referat-{plaindate}.docx og ligger i mappe {small}.",
    "Svaret kom {plaindate}, tre uker for sent.",
    "Tiltaket kostet NOK {sum} og nådde {people} barn.",
    "Kostnad: kr {sum}, fordelt på {small} enheter.",
    "Kr. {sum} er satt av til lekeplasser.",
    "Det er {people} søkere til {small} plasser.",
    "Bygget er på {people} m2 og fra {year}.",
    "Bussen går {hour}, {hour} og {hour}.",
    "Telefonen er opptatt fra kl. {hour} til {hour}.",
    "Ring legevakta på 116117 ved behov.",
    "Ring 113 når det haster.",
    "Nærmere {people} unge i alderen {small}–{small} år svarte i Ungdata {year}.",
    "Fristane er {date} og {date}.",
    "Korleis kan vi bruke dei {sum} kronene betre i {year}?",
    "Det tek {small} veker å få svar, og {percent} prosent gjev opp.",
    "Saka har saksnr. {longcase}.",
    "Elevane på {small}. trinn ventar {small} minutt kvar dag.",
    "The report of {isodate} lists {people} families.",
    "We spent {sum} kroner in {year} on {small} projects.",
    "Case {case} took {small} months.",
    "Punkt {small}.{small}.{small} i planen er uklart.",
    "Versjon {small}.{small} av skjemaet mangler felt {small}.",
    "Budsjettpost {people} {sum}",
    "2021: {sum}, 2022: {sum}, 2023: {sum}",
    "Tabell: {small} {small} {small} {small} {small}",
    "Resultat {percent} {percent} {percent} {percent} {percent} prosent",
    "Temperaturen i basseng {small} er {small},{small} grader.",
    "Nettsiden skjema.kommune.example/{eight} virker ikke.",
    "Kanalen <#C{eight}|barn-og-unge> er stille siden {date}.",
    "Spør <@U{eight}> om tallene fra {year}.",
]
TIMES = 6


def ordinary() -> list[str]:
    """A few hundred sentences, the same every time."""
    draw = random.Random(20260817)
    return [_filled(pattern, draw) for pattern in PATTERNS for _ in range(TIMES)]


def accounts(count: int) -> Iterator[str]:
    """Eleven digits with the control digit of a bank account, which is the last one of an identity number."""
    draw = random.Random(4711)
    for _ in range(count):
        yield _account(draw)


def _filled(pattern: str, draw: random.Random) -> str:
    while "{" in pattern:
        name = pattern[pattern.index("{") + 1 : pattern.index("}")]
        pattern = pattern.replace("{" + name + "}", NUMBERS[name](draw), 1)
    return pattern


def _sum(draw: random.Random) -> str:
    amount = draw.choice([draw.randint(1, 999), draw.randint(1, 99_999)]) * 1000
    thousands = f"{amount:,}"
    return draw.choice([thousands.replace(",", " "), thousands.replace(",", "."), str(amount)])


def _date(draw: random.Random) -> str:
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(2019, 2031)
    return draw.choice(
        [f"{day}.{month}.{year}", f"{day:02}.{month:02}.{year}", f"{day:02}.{month:02}.{year % 100}"]
    )


def _account(draw: random.Random) -> str:
    while True:
        start = f"{draw.randrange(10**10):010}"
        weighted = sum(
            int(digit) * weight for digit, weight in zip(start, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)
        )
        if (control := -weighted % 11) < 10:
            return f"{start}{control}"


def _dotted_account(draw: random.Random) -> str:
    account = _account(draw)
    return f"{account[:4]}.{account[4:6]}.{account[6:]}"


def _organisation(draw: random.Random) -> str:
    number = str(draw.randint(800_000_000, 999_999_999))
    return draw.choice([number, f"{number[:3]} {number[3:6]} {number[6:]}"])


def _weeks(draw: random.Random) -> str:
    first = draw.randint(20, 45)
    return draw.choice([" ".join(str(first + n) for n in range(4)), f"{first}–{first + 3}"])


NUMBERS: dict[str, Callable[[random.Random], str]] = {
    "account": _dotted_account,
    "case": lambda draw: draw.choice(["{}/{}", "{}/{:05}"]).format(
        draw.randint(2019, 2031), draw.randint(1, 99999)
    ),
    "date": _date,
    "eight": lambda draw: str(draw.randint(10**7, 10**8 - 1)),
    "hour": lambda draw: (
        f"{draw.randint(7, 21):02}{draw.choice('.:')}{draw.choice(['00', '15', '30', '45'])}"
    ),
    "isodate": lambda draw: f"{draw.randint(2019, 2031)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
    "longcase": lambda draw: f"{draw.randint(2019, 2031)}{draw.randint(1000, 9999)}",
    "organisation": _organisation,
    "people": lambda draw: draw.choice(["{:,}", "{}"]).format(draw.randint(100, 99_999)).replace(",", " "),
    "percent": lambda draw: draw.choice(
        [str(draw.randint(1, 99)), f"{draw.randint(1, 99)},{draw.randint(1, 9)}"]
    ),
    "plaindate": lambda draw: f"{draw.randint(2019, 2031)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}",
    "postcode": lambda draw: f"{draw.randint(1, 9999):04}",
    "small": lambda draw: str(draw.randint(1, 30)),
    "sum": _sum,
    "weeks": _weeks,
    "year": lambda draw: str(draw.randint(2019, 2031)),
    "years": lambda draw: draw.choice(["{}-{}", "{}/{}", "{}–{}"]).format(*[draw.randint(2019, 2031)] * 2),
}
