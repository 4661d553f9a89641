"""The long thread of the demonstration world: three hundred different remarks about night trains."""

import random
from collections.abc import Iterator

LENGTH = 300
_DEEPEST = 7

_WAYS = (
    "Porto to Madrid", "Vienna to Venice", "Kobe to Izumo", "Lviv to Odesa", "Gdynia to Zakopane", "Lyon to Nice", "Mombasa to Nairobi",
    "Madurai to Chennai", "Inverness to London", "Malmö to Narvik", "Hamburg to Basel", "Aswan to Cairo", "Bari to Milan", "Turku to Rovaniemi",
)  # fmt: skip
_VERDICTS = (
    "and I would take it again tomorrow",
    "and never again without earplugs",
    "and the sunrise alone was worth it",
    "though the heating had two settings, both of them August",
    "and the attendant knew everybody's stop by heart",
    "but the connection was gone when we arrived",
    "and I slept better than at home, which says something about my neighbours",
    "with a cello in the corridor, legally, on its own ticket",
    "and a stranger lent me slippers",
    "though somebody's alarm rang in every country we crossed",
)
_PRICES = (
    "29 euros with a seat",
    "74 euros in a couchette",
    "a hundred and ten for two",
    "less than the taxi to the airport",
    "nothing, it was a delay refund",
)
_PRAISE = (
    "the windows open",
    "the lamp above each bed",
    "tea from a real pot",
    "a carriage for bicycles",
    "timetables on paper",
    "no announcements after ten",
)
_BLAME = (
    "the stairs",
    "one socket for six people",
    "the booking page",
    "a platform without a roof",
    "the missing water",
    "the border stop at 3:40",
)
_QUESTIONS = (
    "Does anybody know whether {way} takes bicycles now?",
    "Is there a family compartment on {way}?",
    "How early do you book {way} in winter?",
    "Can one still get on halfway, on {way}?",
    "Who runs {way} since the spring timetable?",
)
_ANSWERS = (
    "It does, if you ask *before* you book. After that the form will not let you.",
    "Same here. I wrote to them and got a reply from an actual person called Renate.",
    "I think you mean the summer timetable; the winter one has it an hour later.",
    "That is not my experience, but I only went once, on a {day}.",
    "Thank you! Added to the list. Do you remember the month?",
    "Please don't give them ideas.",
    "> {praise}\n\nThis. I would pay two euros more for this alone.",
    "The reason is {blame}, as far as the conductor on my train knew.",
    "For {way} it is the other way round.",
    "Not any more: since {day} they let you change it for free.",
    "My mother did this in 1983 and says it was exactly the same, including the roll.",
    "Has anybody compared it with the bus? I paid {price}.",
    "Source: I was the cello.",
    "You are both right, it depends on which half of the train you are in. They part at midnight.",
    "Which carriage were you in? Ours had {praise}, the next one had not.",
    "{day} is the trick. On any other night it is full of skiers.",
    "I asked at the counter: {blame} will be mended *before the summer*, they did not say which.",
    "We did it with two children and a tortoise. They counted the tortoise as luggage.",
    "For the wiki page: {price}, booked on a {day}, no discount card.",
    "I disagree a little. Compare {way}: older carriages, but {praise}.",
    "Lovely. I had forgotten {praise}.",
    "You had luck with {blame}, then.",
    "Does this still hold? I was there when it ran on a {day} only.",
    "I read this on {way}, at four in the morning, and laughed out loud. Sorry, berth 31.",
    "Somebody should tell the people of {way}.",
    "Half agreed. {price} is too much for that, but the company was good.",
    "I'd add one thing: **print the ticket**. The reader fails in the cold.",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def remarks(seed: int = 40) -> Iterator[tuple[int | None, str]]:
    """LENGTH times (the number of the remark it answers, or None; what it says); all different, always the same."""
    dice = random.Random(seed)
    depths: list[int] = []
    said: set[str] = set()
    for number in range(LENGTH):
        # Talk gathers where there is talk: mostly about what was said a moment ago, sometimes about an early remark.
        answered = None if number < 6 or dice.random() < 0.26 else _picked(dice, depths)
        depths.append(0 if answered is None else depths[answered] + 1)
        text = _new(dice, said, answering=answered is not None)
        said.add(text)
        yield answered, text


def _picked(dice: random.Random, depths: list[int]) -> int:
    candidates = [number for number, depth in enumerate(depths) if depth < _DEEPEST]
    return dice.choice(candidates[-25:]) if dice.random() < 0.7 else dice.choice(candidates)


def _new(dice: random.Random, said: set[str], *, answering: bool) -> str:
    for _ in range(50):
        text = _answer(dice) if answering else _report(dice)
        if text not in said:
            return text
    return f"{_answer(dice)} {_report(dice)}"


def _answer(dice: random.Random) -> str:
    shape = dice.choice(_ANSWERS)
    text = shape.format(
        way=dice.choice(_WAYS), day=dice.choice(_DAYS), price=dice.choice(_PRICES), praise=dice.choice(_PRAISE), blame=dice.choice(_BLAME)
    )
    # Those that say nothing of a place get something of their own, so that nobody repeats anybody.
    return text if "{" in shape and dice.random() < 0.3 else f"{text} {dice.choice(_asides(dice))}"


def _asides(dice: random.Random) -> tuple[str, ...]:
    way, day, price = dice.choice(_WAYS), dice.choice(_DAYS), dice.choice(_PRICES)
    return (
        f"(That was {way}.)",
        f"On {way} I paid {price}.",
        f"At least last {day}.",
        f"Try {way} on a {day} and tell us.",
        f"What I liked there: {dice.choice(_PRAISE)}.",
        f"The only thing I mind is {dice.choice(_BLAME)}.",
    )


def _report(dice: random.Random) -> str:
    way, number = dice.choice(_WAYS), dice.randint(2, 14)
    kind = dice.random()
    if kind < 0.2:
        return dice.choice(_QUESTIONS).format(way=way)
    if kind < 0.35:
        return f"**{way}**\n\n- paid: {dice.choice(_PRICES)}\n- good: {dice.choice(_PRAISE)}\n- bad: {dice.choice(_BLAME)}\n- late: {number * 3} minutes"
    if kind < 0.6:
        return f"{way}, {number} hours, {dice.choice(_VERDICTS)}."
    if kind < 0.8:
        return f"We were {number} people on {way} last {dice.choice(_DAYS)}, {dice.choice(_VERDICTS)}. It cost {dice.choice(_PRICES)}."
    return f"What I liked on {way}: {dice.choice(_PRAISE)}. What I did not: {dice.choice(_BLAME)}."
