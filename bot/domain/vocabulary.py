"""Words that say nothing of what a text is about, and words that Norwegian spells in two ways.

The respellings turn common nynorsk forms into bokmål ones, so that the same sentence in either form gives
the same stems. They are rough on purpose: they are used on both texts that are compared, and only there, so a
word that is bent out of shape is bent alike everywhere.
"""

import functools
import re

STOCK_PHRASES = re.compile(
    r"""\W* (?: (?:hvordan|korleis) \s (?:kan|kunne|skal|bør) \s (?:vi|man|ein|me)
              | (?:hva|kva) \s kan \s (?:vi|me) \s slutte \s (?:med|å)
              | (?:hva|kva) \s om \s (?:vi|me)
              | how \s (?:might|can|could|should) \s we
              | what \s (?:can|could) \s we \s stop (?:\s doing)?
              | what \s if \s we ) \b""",
    re.VERBOSE,
)
"""How problem ideas often begin, in casefolded text."""

_BOKMAL = """
alle allerede alltid alt altfor andre at av bare begge ble bli blir blitt både bør da de deg dem den denne
der dere deres dersom det dette din disse du eller en enda enn er et ett etter fikk flere for fordi fra få
får før gi gir gjennom gjør gjøre ha hadde han hans har hele helt henne hennes her hos hun hva hvem hver
hvert hvilke hvilken hvis hvor hvordan hvorfor i igjen ikke ingen ingenting inn innen jeg kan kommer kunne
litt man mange med meg meget mellom men mens mer mest min mot mye må måtte ned noe noen nok nå når og også
om opp oss over på samme seg selv sin sine sitt skal skulle slik som så ta tar til under ut uten var ved
veldig vi vil ville vår våre vårt være vært å
"""
_NYNORSK = """
allereie begge berre blei bli blir blitt bør dei deira den denne der desse di difor dit dykk dykkar då eg ei
ein eit eitt eller enno etter fekk fleire frå før gje gjennom gjer gjere han hennar her hjå ho honom ikkje
inga ingen inkje innan kjem korfor korleis kva kvar kvart kven kvifor me meir mellom mens mi mykje no noko
nokon nokre når oss sidan sin sjølv skal skulle slik som tek til ut utan vart vera vere vert verte vi vore
vår vårt å åt
"""
_ENGLISH = """
a about after all also always an and any are as at be because been before being between both but by can
could did do does doing done down during each even every few for from get gets give go goes had has have
having he her here him his how i if in into is it its just like made make makes many may me might more most
much must my need needs no not now of off often on once one only or other our out over own people same she
should so some still such than that the their them then there these they this those through to too under
until up us use very was we were what when where which while who why will with without would you your
"""

STOP_WORDS = frozenset(f"{_BOKMAL} {_NYNORSK} {_ENGLISH}".split())
"""Function words of bokmål, nynorsk and English, casefolded."""

_PARTS = {
    "heim": "hjem",
    "sjuk": "syk",
    "skule": "skole",
    "tenest": "tjenest",
    "mogleg": "mulig",
    "løysing": "løsning",
    "løys": "løs",
    "rettleiing": "veiledning",
    "vegleiing": "veiledning",
    "rettlei": "veiled",
    "leiar": "leder",
    "gjevar": "giver",
    "saman": "sammen",
    "semd": "somhet",
    "einsam": "ensom",
    "einsom": "ensom",
    "verksom": "virksom",
    "framtid": "fremtid",
    "høyr": "hør",
    "køyr": "kjør",
    "gløym": "glem",
    "røyst": "stemm",
    "søkj": "søk",
    "tenkj": "tenk",
    "byggj": "bygg",
    "følgj": "følg",
    "laus": "løs",
    "naud": "nød",
    "kvardag": "hverdag",
    "tilbod": "tilbud",
    "månad": "måned",
    "sjølv": "selv",
    "utan": "uten",
    "innan": "innen",
    "høg": "høy",
    "ungdomm": "ungdom",
    "føreset": "foresat",
    "foreset": "foresat",
    "tilsett": "ansatt",
    "opplevelse": "oppleving",
    "kjensle": "følelse",
    "eigen": "egen",
    "fleir": "flere",
    "medverk": "medvirk",
    "verkemid": "virkemid",
}
_ENDINGS = (
    (re.compile(r"(?<=\w{3})leik(?=en?$|a?$)"), "het"),
    (re.compile(r"leik"), "lek"),
    (re.compile(r"(?<=\w{2})heit"), "het"),
    (re.compile(r"(?<=\w{3})leg(?=t?$)"), "lig"),
    (re.compile(r"veg(?=(?:en|ar|ane)?$)"), "vei"),
    (re.compile(r"^auk"), "øk"),
    (re.compile(r"(?<=\w{2})arane$"), "erne"),
    (re.compile(r"(?<=\w{2})arar$"), "ere"),
    (re.compile(r"(?<=\w{2})aren$"), "eren"),
    (re.compile(r"(?<=\w{2})ane$"), "ene"),
    (re.compile(r"(?<=\w{2})ar$"), "er"),
)
_WORDS = {
    "born": "barn",
    "borna": "barna",
    "finst": "finnes",
    "fins": "finnes",
    "seint": "sent",
    "sjå": "se",
    "skular": "skoler",
    "skulane": "skolene",
    "treng": "trenger",
    "trivst": "trives",
    "veg": "vei",
    "veit": "vet",
    "veke": "uke",
    "veka": "uka",
    "veker": "uker",
    "vekene": "ukene",
}
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))


@functools.lru_cache(maxsize=20_000)
def respelt(word: str) -> str:
    """The casefolded `word` in a spelling that bokmål and nynorsk share."""
    if word in _WORDS:
        return _WORDS[word]
    word = _PART.sub(lambda match: _PARTS[match[0]], word)
    for ending, shared in _ENDINGS:
        word = ending.sub(shared, word)
    return word
