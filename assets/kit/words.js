// The form in which two spellings of one word are equal, and that of tags: wtsocial/text/words.py and tags.py in the browser, whatever its
// language. Pure.

// What leaves no ink of its own, and the Arabic tatweel.
const UNSEEN = /\u034f|[\ufe00-\ufe0f]|[\u00ad\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
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
const ELIDED = /(?<=^\p{L})['\u2019](?=\p{L})/u;

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
  return fold(signs.replace(CYRILLIC, "\u02bc").replace(ELIDED, "\u02bc")).replace(/^_+|_+$/gu, "");
};
