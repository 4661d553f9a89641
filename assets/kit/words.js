// The form in which two spellings of one word are equal, and that of tags: wtsocial/text/words.py and tags.py in the browser, whatever its
// language. Pure.

// What leaves no ink of its own, the Arabic tatweel, and the Armenian signs for how a word is said.
const UNSEEN =
  /\u034f|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]|\u17b4|\u17b5|[\u00ad\u055b\u055c\u055e\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
const DOTTED_I = /[i\u0131]\u0307?/gu;
const GREEK = /[\u0370-\u03ff][\u0300-\u036f]+/gu;
const GREEK_ACCENTS = /[\u0300\u0301\u0313\u0314\u0342]/gu;

/**
 * The text without what makes no other word of it: case, width, composition, what is unseen, Greek accents, the dots of Turkish i's.
 * @param {string} text
 */
export const fold = (text) => {
  const cased = text.replace(UNSEEN, "").normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
  const plain = cased.normalize("NFD").replace(DOTTED_I, "i");
  return plain
    .replace(GREEK, (letter) => letter.replace(GREEK_ACCENTS, ""))
    .normalize("NFKC")
    .replace(UNSEEN, "");
};

const HEBREW = /(?<=[\u05d0-\u05ea]\p{Mn}*)(["\u201c\u201d'\u2019])(?=[\u05d0-\u05ea])/gu;
const CYRILLIC = /(?<=[\u0400-\u052f])['\u2019](?=[\u0400-\u052f])/gu;
const ELIDED = /(?<=(?:^|_)\p{L})['\u2019](?=\p{L})/gu;
const SHORTENED =
  /(?<=(?:^|_)(?:all|anch|aujourd|bell|com|coll|dall|dell|grand|jusqu|lorsqu|mezz|nell|presqu|puisqu|qu|quand|quell|quelqu|quest|quoiqu|sant|sull|tutt|un))['\u2019](?=[aeiouhyàâéèêëîïôùûœæ])/giu;
const NOT = /(?<=n)['\u2019](?=t(?![\p{L}\p{M}\p{N}_]))/giu;

/**
 * The one spelling of a tag, typed with or without its sign.
 * @param {string} text
 */
export const spellTag = (text) => {
  const plain = text
    .replace(/^[#＃]+/u, "")
    .replaceAll("\u309b", "\u3099")
    .replaceAll("\u309c", "\u309a")
    .normalize("NFKC");
  const signs = plain.replace(HEBREW, (sign) => ("'\u2019".includes(sign) ? "\u05f3" : "\u05f4"));
  return fold([CYRILLIC, ELIDED, SHORTENED, NOT].reduce((word, sign) => word.replace(sign, "\u02bc"), signs)).replace(/^_+|_+$/gu, "");
};
