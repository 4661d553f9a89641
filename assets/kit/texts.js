// Texts, numbers and dates in the person's language. English comes with the pages, each area with those that name it; another
// language is fetched once, and switching it changes what is on the screen without loading the page again.
import { createElement, useEffect, useSyncExternalStore } from "react";
import near from "$/utils/texts/near.js";

const NAMES = { en: "English", he: "עברית" };
const DIRECTIONS = { he: "rtl" };
const LENGTHS = { he: "long" }; // Hebrew's short forms are hard to read
const listeners = new Set();
const english = { ...near };
const catalogues = { en: english };

/** Know these texts, too: those of an area, when the first page comes that names it. */
export const learn = (texts) => Object.assign(english, texts);

const fetched = async (language) => {
  const answer = await fetch(`/i18n/${language}.json`).catch(() => null);
  return answer?.ok ? answer.json() : null;
};

let rest = null; // the fetch of all texts, once there was a key that no page has brought (an answer named it); then true

const absent = (key) => {
  if (rest === true) return key;
  if (typeof document !== "undefined")
    rest ??= fetched("en").then((texts) => {
      rest = texts && true;
      if (rest) become(current.language, learn(texts));
    });
  return "";
};

const speaker = (language) => {
  const texts = catalogues[language];
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: LENGTHS[language] ?? "short" });
  const find = (key, count) =>
    (count !== undefined && (texts[`${key}_${plural.select(count)}`] ?? texts[`${key}_other`])) ||
    (texts[key] ?? english[key] ?? english[`${key}_other`] ?? absent(key));
  // Words of the other direction are set apart, or they would turn the sentence around them.
  const foreign = DIRECTIONS[language] === "rtl" ? /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])\p{L}/u : /[\u0590-\u08ff]/;
  const fill = (value) => {
    if (typeof value === "number") return number.format(value);
    const text = String(value ?? "");
    return foreign.test(text) ? `\u2068${text}\u2069` : text;
  };
  const T = (key, params) => {
    if (!key) return "";
    const text = find(key, params?.count);
    return params ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? fill(params[name]) : whole)) : text;
  };
  T.language = language;
  T.direction = DIRECTIONS[language] ?? "ltr";
  T.number = (value) => number.format(value ?? 0);
  T.ago = (at, now) => {
    const seconds = Math.round((at - now) / 1000);
    if (seconds > -45) return T("time.now");
    // Hebrew has a word for two hours, after which browsers put the number once more: "(2)".
    for (const [unit, size, until] of [["minute", 60, 3600], ["hour", 3600, 86400], ["day", 86400, 604800]])
      if (-seconds < until)
        return relative.format(Math.min(-1, Math.round(seconds / size)), unit).replace(/ \(\d\)$/, "");
    return T.date(at);
  };
  T.date = (at) =>
    new Intl.DateTimeFormat(language, {
      day: "numeric", month: "short",
      year: new Date(at).getFullYear() === new Date().getFullYear() ? undefined : "numeric",
    }).format(at);
  T.day = (at) => new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: "UTC" }).format(at || 0);
  T.month = (at) => new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(at || 0);
  T.moment = (at) => (at ? new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at) : "");
  return T;
};

const first = speaker("en");
let current = first;

const become = (language) => {
  current = speaker(language);
  document.documentElement.lang = language;
  document.documentElement.dir = current.direction;
  listeners.forEach((listener) => listener());
};

const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1];

/** Speak `language` from now on, here and at the next visit. */
export const speak = async (language) => {
  document.cookie = `language=${language}; path=/; max-age=31536000; samesite=lax`;
  catalogues[language] ??= await fetched(language);
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
    } else speak(wanted);
  }
}

const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The speaker of the moment: `T(key, params)`, `T.number`, `T.ago`, `T.moment`. */
export const useTexts = () => useSyncExternalStore(subscribe, () => current, () => first);

let now = Date.now();
const tickers = new Set();
if (typeof document !== "undefined")
  setInterval(() => {
    now = Date.now();
    tickers.forEach((tick) => tick());
  }, 30000);

/** `<time>`: how long ago, kept true while the page is open. */
export const Ago = ({ at }) => {
  const T = useTexts();
  const moment = useSyncExternalStore(
    (tick) => (tickers.add(tick), () => tickers.delete(tick)),
    () => now,
    () => 0,
  );
  return createElement(
    "time",
    { dateTime: moment && at ? new Date(at).toISOString() : undefined, title: moment ? T.moment(at) : undefined },
    moment ? T.ago(at, Math.max(moment, at)) : "",
  );
};

/** The title of the window, in the person's language. */
export const Title = ({ text, unread }) => {
  useEffect(() => {
    document.title = (unread ? `(${unread}) ` : "") + (text ? `${text} · WT.Social` : "WT.Social");
  }, [text, unread]);
  return null;
};

/** One button for each language, in its own words; `onSpeak` is told which was pressed. */
export const Languages = ({ label, onSpeak }) => {
  const T = useTexts();
  const press = (language) => {
    speak(language);
    onSpeak?.(language);
  };
  const button = ([language, name]) =>
    createElement(
      "button",
      { key: language, type: "button", className: "link", lang: language, "aria-pressed": T.language === language, onClick: () => press(language) },
      name,
    );
  return createElement("span", { className: "row", role: "group", "aria-label": label }, Object.entries(NAMES).map(button));
};
