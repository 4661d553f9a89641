// Texts, numbers and dates as a language writes them, from a catalogue of texts. Pure: i18n.js knows the page and its language.

/** @type {Readonly<Record<string, "rtl">>} */
const DIRECTIONS = { he: "rtl" };
/** @type {Readonly<Record<string, "long">>} */
const LENGTHS = { he: "long" }; // Hebrew's short forms are hard to read

const AGO = /** @type {const} */ ([
  ["minute", 60, 3600],
  ["hour", 3600, 86400],
  ["day", 86400, 604800],
]);

/**
 * The speaker of a language: `T(key, params)` is a text, filled with `params`, of which `count` chooses the plural form and `until` is a
 * moment; the rest are its numbers and dates. Moments are milliseconds since 1970.
 * @typedef {((key: string | null | undefined, params?: Record<string, unknown>) => string) & {
 *   language: string,
 *   direction: "ltr" | "rtl",
 *   number: (value: number | null | undefined) => string,
 *   ago: (at: number, now: number) => string,
 *   date: (at: number) => string,
 *   day: (at: number | null | undefined) => string,
 *   month: (at: number | null | undefined) => string,
 *   moment: (at: number | null | undefined) => string,
 * }} Texts
 */

/**
 * The speaker of `language`, with its own `texts`; what they lack is asked of `english`, and last of `absent`.
 * @param {string} language
 * @param {Readonly<Record<string, string>>} texts
 * @param {Readonly<Record<string, string>>} english
 * @param {(key: string) => string} absent
 * @returns {Texts}
 */
export const speakerOf = (language, texts, english, absent) => {
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: LENGTHS[language] ?? "short" });
  /**
   * @param {string} key
   * @param {unknown} count
   */
  const find = (key, count) =>
    (count !== undefined && (texts[`${key}_${plural.select(Number(count))}`] ?? texts[`${key}_other`])) ||
    (texts[key] ?? english[key] ?? english[`${key}_other`] ?? absent(key));
  // Words of the other direction are set apart, or they would turn the sentence around them.
  const foreign = DIRECTIONS[language] === "rtl" ? /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])\p{L}/u : /[\u0590-\u08ff]/;
  /** @param {unknown} value */
  const fill = (value) => {
    if (typeof value === "number") return numbers.format(value);
    const text = String(value ?? "");
    return foreign.test(text) ? `\u2068${text}\u2069` : text;
  };
  /**
   * @param {Intl.DateTimeFormatOptions} options
   * @param {number} at
   */
  const date = (options, at) => new Intl.DateTimeFormat(language, options).format(at);
  /** @type {(key: string | null | undefined, params?: Record<string, unknown>) => string} */
  const text = (key, params) => {
    if (!key) return "";
    const found = find(key, params?.count);
    /** @type {(name: string, value: unknown) => string} */
    const say = (name, value) => (name === "until" ? T.moment(Number(value)) : fill(value));
    return params ? found.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? say(name, params[name]) : whole)) : found;
  };
  /** @type {Texts} */
  const T = Object.assign(text, {
    language,
    direction: DIRECTIONS[language] ?? /** @type {const} */ ("ltr"),
    number: (/** @type {number | null | undefined} */ value) => numbers.format(value ?? 0),
    ago: (/** @type {number} */ at, /** @type {number} */ now) => {
      const seconds = Math.round((at - now) / 1000);
      if (seconds > -45) return T("time.now");
      // Hebrew has a word for two hours, after which browsers put the number once more: "(2)".
      for (const [unit, size, until] of AGO)
        if (-seconds < until) return relative.format(Math.min(-1, Math.round(seconds / size)), unit).replace(/ \(\d\)$/, "");
      return T.date(at);
    },
    date: (/** @type {number} */ at) => {
      const thisYear = new Date(at).getFullYear() === new Date().getFullYear();
      return date({ day: "numeric", month: "short", year: thisYear ? undefined : "numeric" }, at);
    },
    day: (/** @type {number | null | undefined} */ at) => date({ dateStyle: "full", timeZone: "UTC" }, at || 0),
    month: (/** @type {number | null | undefined} */ at) => date({ month: "long", year: "numeric", timeZone: "UTC" }, at || 0),
    moment: (/** @type {number | null | undefined} */ at) => (at ? date({ dateStyle: "medium", timeStyle: "short" }, at) : ""),
  });
  return T;
};
