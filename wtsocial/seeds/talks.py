"""Invented discussions, in Markdown: questions, lists, quotations, tables of what was found."""

from wtsocial.seeds.stories import Story

THREAD = "night-train"
SHARED_TEXT = "glossary"
ALONE = "diary"

TALKS: tuple[Story, ...] = (
    Story(
        "localnews",
        "beatriz_lima",
        "",
        "The night train is back. Tell us about your journey, the good and the bad",
        "After fourteen years without one, sleepers run across the border again. I took it on Tuesday:\n\n"
        "- left eleven minutes late, arrived **four minutes early**\n- breakfast is a roll and an opinion\n"
        "- the top bunk is for people under 1.80 m\n\n"
        "Where did you go, what did it cost, would you do it again? I'll collect the answers for the wiki page. #nighttrains #travel",
        key=THREAD,
    ),
    Story(
        "fighting-misinformation",
        "ayodele",
        "",
        "A shared glossary: words that headlines use to say less than they seem to",
        "Everybody may add to this.\n\n**could** – nobody has shown it yet.\n\n**slams** – disagreed, in writing.\n\n"
        "**up to 70 %** – one case reached 70; ask for the middle one. #headlines",
        key=SHARED_TEXT,
    ),
    Story(
        "long-reads",
        "camille.d",
        "",
        "Diary of a proof-reader, week 31",
        "Mine alone, so only I edit it.\n\n> “The minister was *decimated* by questions.” Ten of them, presumably one in ten.\n\n"
        "1. Monday: a semicolon that had survived three rewrites.\n2. Thursday: two people called Hoffmann became one.\n"
        "3. Friday: we kept the adjective.",
        key=ALONE,
        mode="individual",
    ),
    Story(
        "science",
        "priya.raman",
        "",
        "How do you read a paper outside your own field?",
        "I start with the figures, then the limitations, then the abstract, and I never read the press release first.\n\n"
        "What do *you* do, and what have you stopped doing? #science #reading",
    ),
    Story(
        "climate",
        "tomasz_w",
        "",
        "Which local measurements do you trust, and who takes them?",
        "I am collecting stations that publish raw values:\n\n| where | what | since |\n| --- | --- | --- |\n"
        "| Gdynia pier | water level | 1951 |\n| my balcony | rain | 2009 |\n\nPlease add yours, with a link. #openData #rain",
    ),
    Story(
        "media-critique",
        "олена_к",
        "",
        "When should a correction be as large as the mistake?",
        "Our rule of thumb at a small paper: *same place, same size, same day of the week*. It has cost us two columns so far and won us one letter. #corrections #headlines",
    ),
    Story(
        "weird",
        "wanjiru",
        "",
        "Strange and true, but unprovable: your best story without a source",
        "Since the rules want sources, here is a place for the rest. Mine: a goat, a roundabout, a brass band, in this order. #goats",
    ),
    Story(
        "hebrew",
        "נועם",
        "",
        "איך מתרגמים headline correction בלי שזה יישמע כמו עונש?",
        "הצעות עד עכשיו:\n\n- **תיקון כותרת**\n- דיוק כותרת\n- כותרת מחודשת\n\nמה דעתכם? אפשר לערוך את הרשימה ישירות. #כותרות #תרגום",
    ),
    Story(
        "arabiya",
        "ليلى",
        "",
        "كيف نتحقق من صورة قديمة تعود للانتشار؟",
        "أبدأ بثلاث خطوات:\n\n1. البحث العكسي عن الصورة.\n2. تفاصيل المكان: لافتات، ظلال، أشجار.\n3. سؤال شخص من **المدينة نفسها**.\n\nماذا تضيفون؟ #تحقق",
    ),
    Story(
        "fighting-misinformation",
        "wanjiru",
        "",
        "My uncle forwards everything. What has worked for you?",
        "Not looking for arguments to win. He is 74, kind, and awake at three in the morning with a telephone.",
    ),
    Story(
        "localnews",
        "dolores.vega",
        "",
        "Valparaíso: which stairs are lit again? A list that anybody can edit",
        "- Escalera *Los Peldaños*: lit since Friday\n- Pasaje Fischer: half\n- behind the fire station: dark, take a lamp\n\n#stairs #travel",
    ),
    Story(
        "science",
        "高橋ゆき",
        "",
        "Teaching a class of twelve-year-olds what an error bar is",
        "We measured the same table thirty times with six rulers. Nobody got the same answer, everybody was right, and *that* was the lesson. #science #schools",
    ),
)
