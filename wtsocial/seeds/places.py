"""The subwikis of the demonstration world, with what their members wrote about them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A subwiki; its founder moderates it."""

    slug: str
    name: str
    founder: str
    description: str
    rules: str


_SHARED = """1. Post the headline as the source has it, or a plainer one. Never a louder one.
2. Argue with what was said, not with who said it.
"""

PLACES: tuple[Place, ...] = (
    Place(
        "climate",
        "Climate",
        "tomasz_w",
        "What is measured, what is decided and what is built: **ice, oceans, grids, harvests**.\n\n"
        "Forecasts are welcome when they say how sure they are. Please link the data where a report names it.",
        _SHARED + "3. A single hot day is weather. A series is news.\n4. Say who paid for a study if the study says so.",
    ),
    Place(
        "fighting-misinformation",
        "Fighting misinformation",
        "ayodele",
        "We trace claims back to where they began and write down what we found, **also when the claim turns out to be true**.\n\n"
        "A good post here names the claim, who spread it, the earliest copy found and what the evidence says.",
        _SHARED + "3. Never repeat a false claim in a headline without saying that it is false.\n"
        "4. Pictures: give the reverse search that you did.\n5. No private people. A claim is our subject, its believers are not.",
    ),
    Place(
        "long-reads",
        "Long reads",
        "ayodele",
        "Pieces that take twenty minutes and are worth an evening. Say in a line *why* you kept reading.",
        _SHARED + "3. At least 3,000 words.\n4. If it is behind a paywall, say so.",
    ),
    Place(
        "science",
        "Science",
        "tomasz_w",
        "Findings, failures to repeat them, and the arguments in between. Preprints are fine when they are called preprints.",
        _SHARED + "3. Link the paper, not only the press release.\n4. “In mice” belongs in the headline.",
    ),
    Place(
        "localnews",
        "Local news",
        "tomasz_w",
        "Councils, buses, schools, floods: what happens within a bicycle ride of somebody. Start the headline with the place.",
        _SHARED + "3. Name the place and the country.\n4. No house numbers, no licence plates, no children's names.",
    ),
    Place(
        "media-critique",
        "Media criticism",
        "ayodele",
        "How the news is made: framing, corrections, ownership, the business of attention. We praise, too.",
        _SHARED + "3. Quote what you criticise, with its date.\n4. Ask the newsroom first if you accuse it of something; post the answer.",
    ),
    Place(
        "hebrew",
        "עברית",
        "נועם",
        "חדשות ודיונים **בעברית**: מדע, סביבה, עיתונות ומה שקורה בשכונה.\n\nכל אחת ואחד מוזמנים לתקן כותרת מטעה, עם נימוק ומקור.",
        "1. כותרת כמו במקור, או פשוטה ממנה.\n2. מתווכחים עם הטענה ולא עם האדם.\n3. מוסיפים קישור למקור ראשון כשיש.",
    ),
    Place(
        "arabiya",
        "العربية",
        "ليلى",
        "أخبار ونقاشات **بالعربية**: العلوم والبيئة والصحافة وأخبار المدن.\n\nيمكن لكل عضو تصحيح عنوان مضلل مع ذكر السبب والمصدر.",
        "١. العنوان كما ورد في المصدر أو أبسط منه.\n٢. نناقش الفكرة لا صاحبها.\n٣. نذكر المصدر الأول كلما أمكن.",
    ),
    Place(
        "weird",
        "Weird news",
        "tomasz_w",
        "True and strange. If it is satire, say so; if it is an advertisement, leave it.",
        _SHARED + "3. It has to have happened.\n4. Nobody is laughed at for an accident, an illness or a name.",
    ),
)
