"""Invented news about climate, science, false claims and long reads; every host is one that cannot exist."""

from wtsocial.seeds.stories import Story

_TIDE, _NORTH, _WIRE, _FIELD = "tidewatch.example", "www.northpost.example", "sciencewire.example", "fieldnotes.example"
_FACTS, _SHOCK, _SLOW = "factroom.example", "shockwire.example", "slowpage.example"

_CLIMATE = (
    Story(
        "climate", "wanjiru", _TIDE, "Nakuru's flamingo lake has risen four metres in twelve years, and the shore road is moving with it"
    ),
    Story("climate", "олена_к", _NORTH, "Rooftop panels covered a third of Lviv's hospital power through October"),
    Story(
        "climate",
        "高橋ゆき",
        _TIDE,
        "Kobe will let two sea walls sink and plant salt marsh behind them",
        "The city's reasoning is on page 14 of its plan: repairing costs more than *moving the tram depot*.",
    ),
    Story("climate", "sam_whitlock", _SHOCK, "The Kestrel Reef is DEAD, scientists declare", key="reef"),
    Story("climate", "priya.raman", _WIRE, "Monsoon forecasts now reach three weeks ahead, with the error bars printed beside them"),
    Story(
        "climate", "beatriz_lima", _NORTH, "Portugal ran six days on wind, water and sun; gas plants idled but stayed warm", key="portugal"
    ),
    Story("climate", "tomasz_w", _TIDE, "Coal town votes to heat its school with mine water"),
    Story(
        "climate",
        "dolores.vega",
        _FIELD,
        "What a fog catcher above Valparaíso yields on an average night: 312 litres, and a census of beetles",
    ),
    Story(
        "climate",
        "camille.d",
        _NORTH,
        "Lyon's plane trees are being replaced one street at a time by species from 400 kilometres further south, a slow experiment that the gardeners expect to finish when the youngest of them retires, and whose first results, measured at the height of a child, are out now",
        key="longest",
    ),
    Story("climate", "sam_whitlock", _TIDE, "Ferry line swaps diesel for batteries, keeps the old horn"),
)

_MISINFORMATION = (
    Story(
        "fighting-misinformation",
        "ayodele",
        _FACTS,
        "The “flooded metro” video is real, but it is from 2019 and from another city",
        "Earliest copy found: a drain engineer's channel, 11 June 2019. The tiles in the background match *Linden Street* station.",
    ),
    Story(
        "fighting-misinformation",
        "priya.raman",
        _FACTS,
        "No, the new bank notes do not contain tracking chips: what the metallic thread is for",
    ),
    Story(
        "fighting-misinformation", "sam_whitlock", _SHOCK, "Doctors STUNNED: switching off Wi-Fi cures insomnia in one night", key="wifi"
    ),
    Story(
        "fighting-misinformation",
        "camille.d",
        _FACTS,
        "Traced: how one mistranslated interview became forty headlines in nine languages within a day",
        key="traced",
    ),
    Story(
        "fighting-misinformation",
        "wanjiru",
        _FIELD,
        "A village radio station reads out rumours every Friday, with what its listeners found out about them",
    ),
    Story(
        "fighting-misinformation",
        "dolores.vega",
        _FACTS,
        "The quote on the poster was never said; the nearest thing to it is a line in a 1974 radio play",
    ),
    Story(
        "fighting-misinformation",
        "高橋ゆき",
        _WIRE,
        "People shown how a claim spread were better at spotting the next one, six months later",
        "N = 2,118, preregistered; the effect halves after six months and stays there.",
    ),
    Story(
        "fighting-misinformation",
        "beatriz_lima",
        _FACTS,
        "True after all: the pigeon that delivered an exam paper in 1998 did exist, and here is its ring",
    ),
)

_LONG_READS = (
    Story(
        "long-reads", "ayodele", _SLOW, "The last lift operator of the Meridian building", "I stayed for the paragraph about the mirror."
    ),
    Story(
        "long-reads",
        "camille.d",
        _SLOW,
        "A town that printed its own newspaper for one reader",
        "Twenty-five minutes. The reader was a lighthouse keeper, and the archive is complete.",
    ),
    Story("long-reads", "tomasz_w", _FIELD, "Eleven winters with the same wolf"),
    Story("long-reads", "priya.raman", _SLOW, "How to lose a court case about a comma, and win a language"),
    Story(
        "long-reads", "олена_к", _SLOW, "The librarians who drove south: four vans, nine thousand books, and a list of what was left behind"
    ),
    Story("long-reads", "dolores.vega", _FIELD, "Everything we know about the noise under the harbour"),
)

_SCIENCE = (
    Story("science", "priya.raman", _WIRE, "Octopuses throw shells at each other on purpose, say 21 hours of video"),
    Story(
        "science",
        "高橋ゆき",
        _WIRE,
        "A glue that sets under water and lets go in warm vinegar",
        "In the laboratory, on glass. The authors say *years* before anybody should put it near a patient.",
    ),
    Story("science", "tomasz_w", _WIRE, "Preprint: the faint galaxy everyone argued about is two galaxies"),
    Story("science", "sam_whitlock", _SHOCK, "Scientists discover village on the Moon", key="moon"),
    Story("science", "camille.d", _FIELD, "Bees take a longer way home to avoid a street with leaf blowers"),
    Story(
        "science",
        "beatriz_lima",
        _WIRE,
        "Four laboratories tried to repeat the famous hunger study; two could",
        "The two that could not used *evening* meals. That may be all there is to it.",
    ),
    Story("science", "wanjiru", _NORTH, "Sorghum line keeps its yield on half the water in a third season of trials"),
    Story("science", "олена_к", _WIRE, "In mice: an old allergy medicine slows scarring of the lung", key="mice"),
    Story(
        "science",
        "dolores.vega",
        _FIELD,
        "The telescope on the ridge will go dark for one night a year, so that the village can see what it is for",
    ),
    Story("science", "sam_whitlock", _WIRE, "Ocotpus brains rewire themselves in the cold", key="typo"),
)

NEWS: tuple[Story, ...] = _CLIMATE + _MISINFORMATION + _LONG_READS + _SCIENCE
