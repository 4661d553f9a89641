"""Invented news from the neighbourhood, about the press, and from the strange side; in English, Hebrew and Arabic."""

from wtsocial.seeds.stories import Story

_DESK, _GAZETTE, _ODD, _MIRROR = "citydesk.example", "www.harbourgazette.example", "oddledger.example", "pressmirror.example"
_SHOCK, _YOMAN, _MAKOR, _NAHR, _SABAH = "shockwire.example", "yoman.example", "makor.example", "alnahr.example", "sabah.example"

_LOCAL = (
    Story("localnews", "sam_whitlock", _SHOCK, "BRIDGE COLLAPSES in city centre", key="bridge"),
    Story("localnews", "beatriz_lima", _GAZETTE, "Porto: line 18 tram gets its bell back after 214 letters from one school"),
    Story("localnews", "wanjiru", _DESK, "Nakuru: market traders weigh every sack on a public scale from Monday"),
    Story("localnews", "camille.d", _DESK, "Lyon: swimming pool opens at six for night-shift workers"),
    Story("localnews", "dolores.vega", _GAZETTE, "Valparaíso: funicular stands still for its hundred-and-thirtieth birthday"),
    Story("localnews", "高橋ゆき", _GAZETTE, "Kobe: bakery that survived two earthquakes closes because of its staircase"),
    Story("localnews", "олена_к", _DESK, "Lviv: the tram driver who reads poems at red lights has been asked to continue"),
    Story(
        "localnews",
        "tomasz_w",
        _DESK,
        "Gdynia: council publishes every contract over 200 euros; the site crashes from interest",
        key="council",
    ),
    Story("localnews", "sam_whitlock", _GAZETTE, "Whitby: harbour dredging postponed, seals blamed and then acquitted"),
    Story(
        "localnews",
        "priya.raman",
        _DESK,
        "Madurai: bus passes for pupils now work on Saturdays",
        "Order 41/2 on the council's board. My niece tried it: it works. #schools #travel",
    ),
)

_MEDIA = (
    Story(
        "media-critique",
        "ayodele",
        _MIRROR,
        "A newsroom counted its own question-mark headlines for a year: the answer was nearly always no",
        key="questions",
    ),
    Story("media-critique", "camille.d", _MIRROR, "Where corrections go to be unread: page 2, below the crossword"),
    Story("media-critique", "priya.raman", _MIRROR, "The Harbour Gazette prints its ownership on the front page from now on"),
    Story("media-critique", "олена_к", _MIRROR, "Who says “experts”? We asked 60 articles for names and got 19"),
    Story("media-critique", "sam_whitlock", _MIRROR, "An editor explains why he took down a true story"),
    Story("media-critique", "dolores.vega", _MIRROR, "Praise, for once: the obituary that took nine months"),
)

_WEIRD = (
    Story("weird", "sam_whitlock", _ODD, "Parliament to replace all its clocks with sundials", key="sundials"),
    Story("weird", "tomasz_w", _ODD, "Man returns library book after 61 years, is told about the renovation"),
    Story("weird", "beatriz_lima", _ODD, "Goat elected class speaker; recount confirms it"),
    Story("weird", "camille.d", _ODD, "Thieves steal cheese, leave a better cheese"),
    Story(
        "weird",
        "高橋ゆき",
        _ODD,
        "Vending machine on a mountain pass writes haiku on its receipts, and nobody admits to having programmed it",
    ),
    Story("weird", "wanjiru", _ODD, "Parrot answers emergency line for eleven minutes"),
    Story("weird", "dolores.vega", _ODD, "Town discovers that its twin town has been twinned with somebody else all along"),
    Story("weird", "олена_к", _ODD, "Orchestra plays to empty hall by mistake, plays on"),
    Story("weird", "sam_whitlock", _SHOCK, "You will not BELIEVE what this dog found in a bakery"),
)

_HEBREW = (
    Story("hebrew", "נועם", _YOMAN, "חיפה: קו האוטובוס שנוסע לאחור בעלייה יקבל תחנה חדשה אחרי שנתיים של מכתבים"),
    Story("hebrew", "נועם", _MAKOR, "חוקרות מצאו: דבורים מעדיפות רחובות שקטים, גם כשהפרחים שם דלים יותר"),
    Story(
        "hebrew",
        "priya.raman",
        _YOMAN,
        "ים המלח יורד במטר בשנה, ולראשונה מפרסמים את כל המדידות לציבור",
        "הנתונים פתוחים, כולל השנים שבהן המד היה **מקולקל**.",
    ),
    Story("hebrew", "נועם", _MAKOR, "סוף לעיתונות המודפסת!", key="he-print"),
    Story(
        "hebrew",
        "sam_whitlock",
        _YOMAN,
        "ספרייה בבאר שבע משאילה כלי עבודה, מכונות תפירה ועכשיו גם טלסקופ אחד עם רשימת המתנה של ארבעה חודשים ושכן שמלמד איך מכוונים אותו אל טבעות שבתאי בלילה בהיר",
    ),
    Story("hebrew", "נועם", _MAKOR, "ועדת הכנסת דנה ב־GPT ובכותרות: פרוטוקול של 212 עמודים, ותקציר אחד"),
    Story("hebrew", "ayodele", _YOMAN, "בדקנו: הסרטון מהסופה בחוף צולם לפני שש שנים"),
)

_ARABIC = (
    Story("arabiya", "ليلى", _NAHR, "طلاب في طرابلس يقيسون جودة الهواء بأجهزة صنعوها بأنفسهم، والبلدية تنشر النتائج"),
    Story("arabiya", "ليلى", _SABAH, "مكتبة متنقلة تصل إلى آخر قرية على الخريطة بعد ثلاث سنوات من الطريق"),
    Story(
        "arabiya",
        "beatriz_lima",
        _NAHR,
        "نهر يعود إلى مجراه القديم، والمزارعون يعيدون رسم حدود حقولهم من جديد باتفاق كتبوه على ورقة واحدة وعلّقوها على باب المسجد والمدرسة والمقهى كي يقرأها الجميع ويعترض عليها من يشاء قبل نهاية الشهر",
    ),
    Story("arabiya", "ليلى", _SABAH, "القهوة تشفي الصداع نهائيًا", key="ar-coffee"),
    Story(
        "arabiya",
        "wanjiru",
        _NAHR,
        "دراسة: القراءة بصوت عالٍ للأطفال عشر دقائق يوميًا تحسّن مفرداتهم",
        "شملت الدراسة **٤٨٠ طفلًا** في خمس مدن، واستمرت عامين.",
    ),
    Story("arabiya", "ليلى", _SABAH, "الصحيفة التي تنشر أخطاءها على الصفحة الأولى"),
    Story("arabiya", "camille.d", _NAHR, "صورة «الثلج في الصحراء» صحيحة، لكنها التُقطت عام 2018"),
)

NEWS: tuple[Story, ...] = _LOCAL + _MEDIA + _WEIRD + _HEBREW + _ARABIC
