// The language that a text is written in, for `lang`: a copy of wtsocial/text/written_language.py, tried on the same
// tests/text/written_languages.json. Pure.

const LOOKED_AT = 400;
const MARKUP = /<[^>]*>|&#?\w+;|https?:\/\/\S+/g;
const WORD = /[a-zà-öø-ÿ]+/g;
const BEYOND_LATIN = /[\u0370-\u1dff\u1f00-\u1fff\u2e80-\ufaff\ufb1d-\ufeff\u{20000}-\u{3ffff}]/u;
const LATIN = /(?=[\0-\u036f])\p{L}/gu;
const SITE = "en"; // i18n.FALLBACK

/** @typedef {Readonly<{ codes: readonly string[], own: RegExp, lent?: RegExp }>} Script its languages, its letters, and those it borrows */

/** @type {readonly Script[]} */
const SCRIPTS = [
  { codes: ["he", "yi"], own: /[\u0590-\u05ff\ufb1d-\ufb4f]/g },
  { codes: ["ar", "fa", "ur"], own: /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]/g },
  { codes: ["ru", "uk", "bg", "sr"], own: /[\u0400-\u052f]/g },
  { codes: ["el"], own: /[\u0370-\u03ff\u1f00-\u1fff]/g },
  { codes: ["ja"], own: /[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d]/g, lent: /[\u3400-\u9fff]/g },
  { codes: ["zh"], own: /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu },
  { codes: ["ko"], own: /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/g },
  { codes: ["hi"], own: /[\u0900-\u097f]/g },
  { codes: ["bn"], own: /[\u0980-\u09ff]/g },
  { codes: ["pa"], own: /[\u0a00-\u0a7f]/g },
  { codes: ["gu"], own: /[\u0a80-\u0aff]/g },
  { codes: ["ta"], own: /[\u0b80-\u0bff]/g },
  { codes: ["te"], own: /[\u0c00-\u0c7f]/g },
  { codes: ["kn"], own: /[\u0c80-\u0cff]/g },
  { codes: ["ml"], own: /[\u0d00-\u0d7f]/g },
  { codes: ["si"], own: /[\u0d80-\u0dff]/g },
  { codes: ["th"], own: /[\u0e00-\u0e7f]/g },
  { codes: ["lo"], own: /[\u0e80-\u0eff]/g },
  { codes: ["my"], own: /[\u1000-\u109f]/g },
  { codes: ["ka"], own: /[\u10a0-\u10ff]/g },
  { codes: ["am"], own: /[\u1200-\u137f]/g },
  { codes: ["km"], own: /[\u1780-\u17ff]/g },
  { codes: ["hy"], own: /[\u0530-\u058f]/g },
];

/** @type {Readonly<Record<string, readonly (readonly [string, RegExp])[]>>} */
const TOLD = {
  he: [["yi", /[\u05f0-\u05f2\ufb2e\ufb2f]|\u05d0[\u05b7\u05b8]/]],
  ar: [
    ["ur", /[\u0679\u0688\u0691\u06ba\u06d2]/],
    ["fa", /[\u067e\u0686\u0698\u06a9\u06af\u06cc]/],
  ],
  ru: [
    ["sr", /[ђјљњћџ]/],
    ["uk", /[їєґ]|(?<![ы])і/],
    ["bg", /^(?=[^ыэё]*$)[^ъ]*ъ/],
  ],
};

/** @type {Readonly<Record<string, string>>} */
const FUNCTION_WORDS = {
  de: "der die das den dem des ein eine einen und oder nicht ist sind auf für mit von zu im wird auch sich nach über",
  en: "the of and to in is are was were for on with that this not by from at it as be has have an",
  es: "el los las una y en del que con por para su se es son más como pero al este",
  fr: "le les des du et une est dans pour que qui sur pas avec au aux par ce cette ne sont plus",
  it: "il gli di che è una per non con del della dei sono si anche più nel alla come",
  nl: "het een van en de is dat niet op te zijn voor met aan er maar ook door naar bij",
  pt: "o os as um uma do da dos das em no na que não para com por se mais ao é são",
};

/** @type {Map<string, string[]>} */
const owners = new Map();
for (const [language, words] of Object.entries(FUNCTION_WORDS))
  for (const word of words.split(" ")) owners.set(word, [...(owners.get(word) ?? []), language]);

/**
 * @param {string} text
 * @param {RegExp | undefined} letters
 */
const count = (text, letters) => (letters ? (text.match(letters)?.length ?? 0) : 0);

/** @param {string} text */
const mostWritten = (text) => {
  if (!BEYOND_LATIN.test(text)) return null;
  const counted = SCRIPTS.map(({ codes, own, lent }) => {
    const letters = count(text, own);
    return { codes, letters: letters && letters + count(text, lent) };
  });
  const most = counted.reduce((best, one) => (one.letters > best.letters ? one : best));
  return most.letters > count(text, LATIN) ? most.codes : null;
};

/** @param {string} text */
const byWords = (text) => {
  const scores = new Map(Object.keys(FUNCTION_WORDS).map((language) => [language, 0]));
  for (const word of text.match(WORD) ?? [])
    for (const language of owners.get(word) ?? []) scores.set(language, (scores.get(language) ?? 0) + 1);
  const [first, second] = [...scores].sort(([, one], [, other]) => other - one);
  return first && second && first[1] >= 2 && first[1] > second[1] ? first[0] : SITE;
};

/**
 * The code for `lang` of a text, or of cleaned HTML; `said` is what its author said ("" for nothing). "" where nothing tells.
 * @param {string} text
 * @param {string} [said]
 */
export const writtenLanguage = (text, said = "") => {
  const plain = text.slice(0, 4 * LOOKED_AT).replace(MARKUP, " ");
  const beginning = plain.slice(0, LOOKED_AT).toLowerCase();
  const codes = mostWritten(beginning);
  if (codes) {
    const likeliest = codes[0] ?? "";
    return codes.includes(said) ? said : (TOLD[likeliest]?.find(([, sign]) => sign.test(beginning))?.[0] ?? likeliest);
  }
  return said || (/\p{L}/u.test(beginning) ? byWords(beginning) : "");
};

/**
 * The same as the attribute `lang`, of a text or of the pieces of one; left out where nothing tells.
 * @param {string | readonly { text: string }[] | null | undefined} words
 * @param {string} [said]
 */
export const langOf = (words, said) =>
  writtenLanguage(typeof words === "string" ? words : (words ?? []).map(({ text }) => text).join(""), said) || undefined;
