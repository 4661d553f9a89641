"""Who lives in the demonstration world, and the passwords they log in with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A member of the demonstration world; `who` says it in a few words to whoever starts the program."""

    name: str
    password: str
    who: str
    language: str = "en"
    about: str = ""

    @property
    def email(self) -> str:
        """An address that cannot exist, so that no mail ever reaches a stranger."""
        return f"person{PEOPLE.index(self) + 1}@members.example"


ADMIN = Person(
    "margarethe",
    "copper-lantern-walks-9",
    "the admin",
    about="I keep the lights on here. Write to me when something is *broken* or unfair.",
)
NEWCOMER = Person("pip_larsen", "seven-wet-umbrellas-2", "registered today, address not confirmed yet")
FRESH = Person("jonas_b", "harvest-tin-whistle-27", "new here: what they correct is a suggestion until members agree")
SUSPENDED = Person("wonder_deals24", "glass-teapot-thunder-7", "suspended; the log says why")
TRUSTED = Person("priya.raman", "quiet-mango-orbit-41", "a trusted member", about="Statistician. I read the appendix first.")

PEOPLE: tuple[Person, ...] = (
    ADMIN,
    Person("tomasz_w", "river-otter-biscuit-18", "moderates Climate, Science, Local news and Weird news"),
    Person("ayodele", "paper-kite-harvest-63", "moderates Fighting misinformation, Media criticism and Long reads"),
    TRUSTED,
    Person(
        "נועם",
        "amber-tunnel-violin-5",
        "founded and moderates עברית; reads the site in Hebrew",
        "he",
        "חי בחיפה, עורך לשון ביום ומתקן כותרות בערב.",
    ),
    Person(
        "ليلى", "cedar-window-pilot-77", "founded and moderates العربية", about="صحفية من طرابلس. أحب **المصادر** والقهوة بهذا الترتيب."
    ),
    Person("beatriz_lima", "salt-guitar-morning-30", "a member, from Porto"),
    Person("camille.d", "velvet-compass-onion-8", "a member, from Lyon"),
    Person("高橋ゆき", "maple-signal-ferry-26", "a member, from Kobe"),
    Person("олена_к", "winter-apricot-sail-54", "a member, from Lviv"),
    Person("sam_whitlock", "brass-pigeon-ladder-12", "a member who posts a lot"),
    Person("wanjiru", "indigo-harbour-drum-39", "a member, from Nakuru"),
    Person("dolores.vega", "lemon-archive-candle-6", "a member, from Valparaíso"),
    NEWCOMER,
    SUSPENDED,
    FRESH,
)

JURORS: tuple[str, ...] = ("beatriz_lima", "camille.d", "高橋ゆき", "wanjiru", "dolores.vega", "ليلى")
"""Who becomes a trusted member by the admin's word, so that there are enough for juries."""

ACTIVE: tuple[str, ...] = tuple(person.name for person in PEOPLE if person not in (NEWCOMER, SUSPENDED, FRESH))
"""Who takes part in everything, by name."""

ACCOUNTS: list[tuple[str, str, str]] = [(person.name, person.password, person.who) for person in PEOPLE]
"""Name, password, who they are: everybody can be tried out. For a site that strangers reach, do not seed."""
