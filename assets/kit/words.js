// The form in which two spellings of one word are equal: wtsocial/text/words.py in the browser, whatever its language. Pure.

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
