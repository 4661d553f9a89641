// The language of the page, and what speaks it. English comes with the pages, each area with those that name it; another language is
// fetched once, and switching it changes what is on the screen without loading the page again.
import { createElement, useEffect, useSyncExternalStore } from "react";
import near from "$/utils/texts/near.js";
import { speakerOf } from "./catalogue.js";
import { externalValue } from "./values.js";
import { langOf } from "./written_language.js";

/** @typedef {import("./catalogue.js").Texts} Texts */

/** @type {Readonly<Record<string, string>>} */
const NAMES = { en: "English", he: "עברית" };

/** @type {Record<string, string>} */
const english = { ...near };
/** @type {Record<string, Readonly<Record<string, string>> | null>} */
const catalogues = { en: english };

/**
 * Know these texts, too: those of an area, when the first page comes that names it.
 * @param {Record<string, string>} texts
 */
export const addTexts = (texts) => Object.assign(english, texts);

/**
 * @param {string} language
 * @returns {Promise<Record<string, string> | null>}
 */
const fetchTexts = async (language) => {
  const answer = await fetch(`/i18n/${language}.json`).catch(() => null);
  return answer?.ok ? answer.json() : null;
};

let all = false; // whether all English texts are known
/** @type {Promise<void> | null} */
let fetching = null;

/**
 * A key that no page has brought (an answer named it): all texts are fetched, once.
 * @param {string} key
 */
const fetchAbsent = (key) => {
  if (all) return key;
  if (typeof document !== "undefined")
    fetching ??= fetchTexts("en").then((texts) => {
      fetching = null;
      if (!texts) return;
      all = true;
      addTexts(texts);
      become(speaker.get().language);
    });
  return "";
};

/** @param {string} language */
const speak = (language) => speakerOf(language, catalogues[language] ?? english, english, fetchAbsent);

const speaker = externalValue(speak("en"));

/** @param {string} language */
const become = (language) => {
  const next = speak(language);
  document.documentElement.lang = language;
  document.documentElement.dir = next.direction;
  speaker.set(next);
};

/** @param {string} name */
const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1];

/**
 * Speak `language` from now on, here and at the next visit.
 * @param {string} language
 */
export const setLanguage = async (language) => {
  document.cookie = `language=${language}; path=/; max-age=31536000; samesite=lax`;
  catalogues[language] ??= await fetchTexts(language);
  if (catalogues[language]) become(language);
};

if (typeof document !== "undefined") {
  const wanted = cookie("language") ?? document.documentElement.lang;
  if (wanted && wanted !== "en" && wanted in NAMES) {
    // The server puts the catalogue into the page, so that the first paint is in the right language.
    const inlined = document.getElementById("texts");
    if (inlined) {
      catalogues[wanted] = JSON.parse(inlined.textContent);
      become(wanted);
    } else setLanguage(wanted);
  }
}

/**
 * A text, outside of components.
 * @param {string} key
 */
export const say = (key) => speaker.get()(key);

/** The speaker of the moment: `T(key, params)`, `T.number`, `T.ago`, `T.moment`. */
export const useTexts = () => useSyncExternalStore(speaker.subscribe, speaker.get, speaker.first);

const PARAM = /\u{f0000}(\d+)\u{f0001}/u; // where a param stands in a sentence that is not filled yet

/**
 * The text of a key, filled with `params`; each text among them is set apart, with the language that it is written in.
 * @param {{ text: string, params: Record<string, unknown> | null | undefined }} props
 */
export const Sentence = ({ text, params }) => {
  const T = useTexts();
  /** @type {string[]} */
  const filled = [];
  /** @type {(entry: [string, unknown]) => [string, unknown]} */
  const hold = ([name, value]) => {
    if (typeof value !== "string" || !value || name === "count" || name === "until") return [name, value];
    return [name, `\u{f0000}${filled.push(value) - 1}\u{f0001}`];
  };
  const pieces = T(text, Object.fromEntries(Object.entries(params ?? {}).map(hold))).split(PARAM);
  // Every second piece is the number of a param.
  const shown = pieces.map((piece, at) => (at % 2 ? (filled[Number(piece)] ?? "") : piece));
  return shown.map((piece, at) => (at % 2 ? createElement("bdi", { key: at, lang: langOf(piece) }, piece) : piece));
};

const clock = externalValue(Date.now());
if (typeof document !== "undefined") setInterval(() => clock.set(Date.now()), 30000);

/**
 * `<time>`: how long ago, kept true while the page is open.
 * @param {{ at: number }} props
 */
export const Ago = ({ at }) => {
  const T = useTexts();
  const now = useSyncExternalStore(clock.subscribe, clock.get, () => 0);
  return createElement(
    "time",
    { dateTime: now && at ? new Date(at).toISOString() : undefined, title: now ? T.moment(at) : undefined },
    now ? T.ago(at, Math.max(now, at)) : "",
  );
};

const siteName = () =>
  /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="application-name"]'))?.content ?? "WT.Social";

const never = () => () => {};

/** The name of the site, with its dot in colour where it has one. */
export const Brand = () => {
  const name = useSyncExternalStore(never, siteName, () => "WT.Social");
  const [before, ...after] = name.split(".");
  return createElement("bdi", { lang: langOf(name) }, before, after.length > 0 && createElement("b", null, "."), after.join("."));
};

/**
 * The title of the window, in the person's language.
 * @param {{ text?: string, unread?: number }} props
 */
export const Title = ({ text, unread }) => {
  useEffect(() => {
    // The server's own title makes room where the page brought one: a document has one title.
    const read = document.head.querySelector("title[data-document]");
    if (read && document.head.querySelectorAll("title").length > 1) read.remove();
    const site = siteName();
    document.title = (unread ? `(${unread > 99 ? "99+" : unread}) ` : "") + (text ? `${text} · ${site}` : site);
  }, [text, unread]);
  return null;
};

/**
 * One button for each language, in its own words; `onSpeak` is told which was pressed.
 * @param {{ label: string, onSpeak?: (language: string) => void }} props
 */
export const LanguageButtons = ({ label, onSpeak }) => {
  const T = useTexts();
  /** @param {string} language */
  const press = (language) => {
    setLanguage(language);
    onSpeak?.(language);
  };
  /** @param {[string, string]} language */
  const button = ([language, name]) =>
    createElement(
      "button",
      {
        key: language,
        type: "button",
        className: "link",
        lang: language,
        "aria-pressed": T.language === language,
        onClick: () => press(language),
      },
      name,
    );
  return createElement("span", { className: "row", role: "group", "aria-label": label }, Object.entries(NAMES).map(button));
};
