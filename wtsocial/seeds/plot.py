"""What happens in the demonstration world: corrections, remarks, flags and what was decided about them."""

from dataclasses import dataclass
from typing import Literal

from wtsocial.seeds.stories import Story
from wtsocial.text.reasons import CorrectionReason, FlagReason


@dataclass(frozen=True)
class Correction:
    """A headline set right; a second one of the same story builds on the first."""

    key: str
    by: str
    headline: str
    reason: CorrectionReason
    source: str
    note: str = ""


CORRECTIONS: tuple[Correction, ...] = (
    Correction("reef", "priya.raman", "Kestrel Reef: 40 % of the surveyed coral is bleached, report says", "exaggerated", "https://fieldnotes.example/kestrel-reef/report", "Bleached coral is alive. Table 2 of the report."),
    Correction("reef", "wanjiru", "Kestrel Reef: 34 % of the surveyed coral is bleached, corrected report says", "outdated", "https://fieldnotes.example/kestrel-reef/erratum", "The authors published an erratum this morning."),
    Correction("wifi", "ayodele", "Study of 31 people finds no link between Wi-Fi and sleep; its press release suggested one", "false", "https://sciencewire.example/wifi-sleep-31", "The paper says the opposite in its second sentence."),
    Correction("moon", "tomasz_w", "Simulation shows how sealed lava tubes on the Moon could shelter a base", "mismatch", "https://sciencewire.example/lava-tubes-simulation"),
    Correction("bridge", "beatriz_lima", "Footbridge in the city centre closed after a railing fell; nobody hurt", "exaggerated", "https://www.harbourgazette.example/footbridge-railing", "I walked past: the bridge stands."),
    Correction("sundials", "camille.d", "Satire: parliament to replace all its clocks with sundials", "satire", "https://oddledger.example/about", "The column is marked as satire at its foot."),
    Correction("typo", "高橋ゆき", "Octopus brains rewire themselves in the cold", "spelling", ""),
    Correction("portugal", "dolores.vega", "Portugal's grid ran six days on wind, water and sun; gas plants stayed warm in reserve", "context", "https://www.northpost.example/six-days-data", "“Portugal ran” reads as if cars and heating were included."),
    Correction("he-print", "נועם", "שני עיתונים מקומיים מפסיקים להדפיס בימי חול", "exaggerated", "https://makor.example/print-weekdays", "הכתבה מדברת על שני עיתונים בלבד."),
    Correction("ar-coffee", "ليلى", "دراسة صغيرة: القهوة قد تخفف بعض أنواع الصداع", "exaggerated", "https://sabah.example/coffee-study", "شملت الدراسة ٢٤ شخصًا فقط."),
)  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """A comment under a story, or an answer to the remark before it."""

    key: str
    by: str
    text: str
    answers: bool = False


REMARKS: tuple[Remark, ...] = (
    Remark("reef", "camille.d", "Bleached is not dead. The report says so on its first page."),
    Remark("reef", "sam_whitlock", "Fair. I took the headline as it was; I should have read on.", answers=True),
    Remark("reef", "wanjiru", "There is an erratum now, I have corrected it once more.", answers=True),
    Remark("reef", "高橋ゆき", "Could somebody link the survey map? The *northern* arm was not surveyed at all."),
    Remark("wifi", "priya.raman", "Thirty-one people, one night each. I sleep badly in a laboratory, too."),
    Remark("wifi", "ayodele", "Corrected. The paper finds **no** difference; the sentence is in the abstract.", answers=True),
    Remark("wifi", "dolores.vega", "I had voted for this before the correction. Strange feeling."),
    Remark("bridge", "beatriz_lima", "I cross it daily. It is the railing, and there is a fence now."),
    Remark("bridge", "tomasz_w", "Thank you for looking. That is what this place is for.", answers=True),
    Remark("traced", "wanjiru", "Step six is where it turned: *may* became *will*."),
    Remark("traced", "camille.d", "> one mistranslated interview\n\nThe original has a subjunctive. I would have got it wrong as well."),
    Remark("questions", "олена_к", "Does this headline count?"),
    Remark("council", "dolores.vega", "Ours says that it would cost too much. How large is your council's archive?"),
    Remark("council", "tomasz_w", "Nine gigabytes, on a machine that was going to be thrown away.", answers=True),
    Remark("moon", "高橋ゆき", "“Village” is the name of the *software*."),
    Remark("portugal", "beatriz_lima", "Our kettle confirms it."),
    Remark("mice", "priya.raman", "Thank you for the “In mice”."),
    Remark("longest", "sam_whitlock", "I ran out of breath, then of bus stops."),
    Remark("he-print", "נועם", "תודה על התיקון. הכותרת המקורית נשמרה בהיסטוריה."),
    Remark("ar-coffee", "ليلى", "عنوان المصدر مبالغ فيه، والدراسة صغيرة جدًا."),
    Remark("glossary", "wanjiru", "**sparks outrage** – four posts, one of them by the author."),
    Remark("glossary", "高橋ゆき", "**experts** – see the count in Media criticism.", answers=True),
)

SPAM: tuple[Story, ...] = (
    Story("localnews", "wonder_deals24", "wonderdeals.example", "You have been chosen: genuine watches, 90 % off, today only", key="spam", pictured=False),
    Story("science", "wonder_deals24", "wonderdeals.example", "This one kitchen spice replaces your doctor", key="spice", pictured=False),
)  # fmt: skip
SPAM_REMARK = Remark("portugal", "wonder_deals24", "Great post!!! Cheap solar vouchers at wonderdeals.example, my friends")
RUDE_REMARK = Remark("council", "sam_whitlock", "Only an idiot would run a council website on that.")
SUSPENSION = "Three advertisements in two subwikis within an hour, after a warning. May write to us about it."

SubjectKind = Literal["post", "comment"]


@dataclass(frozen=True)
class Report:
    """A flag on a story, or on the remark of that name under it; decided, or still open when `decided` is empty."""

    key: str
    by: str
    reason: FlagReason
    note: str = ""
    decided: Literal["", "hide", "dismiss", "restore"] = ""
    decided_by: str = ""
    why: str = ""


REPORTS: tuple[Report, ...] = (
    Report("spam", "beatriz_lima", "spam", "The third one today.", "hide", "tomasz_w", "Advertising, and not news from anywhere."),
    Report("spice", "priya.raman", "fake", "Sells a powder.", "hide", "tomasz_w", "Advertising with a medical claim that its own link does not support."),
    Report("remark:spam", "camille.d", "spam", "", "hide", "margarethe", "Advertising."),
    Report("sundials", "dolores.vega", "fake", "This did not happen!", "dismiss", "margarethe", "It is satire, and the headline says so by now."),
    Report("mice", "sam_whitlock", "other", "Too technical.", "dismiss", "tomasz_w", "Being difficult is not against the rules."),
    Report("traced", "sam_whitlock", "privacy", "Names a journalist.", "hide", "ayodele", "Hidden while we check whether the person named is a public one."),
    Report("traced", "", "other", "", "restore", "ayodele", "The interview was given on the record under this name."),
    Report("remark:rude", "олена_к", "harassment", "Calls another member an idiot."),
    Report("remark:rude", "wanjiru", "harassment", "Not how we talk here."),
    Report("wifi", "高橋ゆき", "fake", "Corrected, but the source goes on like this every day. Is it one we want?"),
    Report("he-print", "ayodele", "fake", "The headline was wrong for two days."),
    Report("longest", "dolores.vega", "other", "Is there a limit for headlines? This one needs a bookmark."),
)  # fmt: skip

FIRST_EDIT = "**experts say** – one of them, on the telephone."
SECOND_EDIT = "**in a shock move** – it was announced in spring."
