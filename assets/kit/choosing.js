// What somebody chooses, while they choose: a draft beside what is saved. It stands in this tab alone until it is saved or let go,
// outlives a reload, an error and the way through the registration, and its effect is asked for when the ticking pauses.
import { createElement, Fragment, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { useTexts } from "$/public/kit/texts.js";
import { changesIn, listed, read, rebased, sameChoices, written } from "./drafts.js";
import "$/utils/texts/far_choosing.js";

const PLACE = "choices";
const PAUSE = 300;
const MOST_OFFERS = 6;
const NOTHING = { owner: null, version: 0, base: null, draft: null, via: "saved" };
const listeners = new Set();
let now = NOTHING;
const halfTyped = new Set(); // takes what stands in a field and was not added yet
let tell = null; // asks the server for the effect of the draft
let timer = 0;

const become = (next) => {
  now = next;
  listeners.forEach((listener) => listener());
};
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const useDraft = () => useSyncExternalStore(subscribe, () => now, () => NOTHING);

// A browser may forbid to keep anything.
const recall = () => {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE));
  } catch {
    return null;
  }
};
const remember = () => {
  try {
    if (sameChoices(now.draft, now.base)) sessionStorage.removeItem(PLACE);
    else sessionStorage.setItem(PLACE, JSON.stringify({ owner: now.owner, base: now.base, draft: now.draft, via: now.via }));
  } catch {
    // It lasts as long as the page then.
  }
};

const put = (draft, via = now.via) => {
  become({ ...now, draft, via });
  remember();
  clearTimeout(timer);
  timer = setTimeout(() => tell?.(now.draft), PAUSE);
};
const change = (part, value) => put(written(now.draft, part, value));

// What a reader began goes on as theirs when they have become a member; a member's draft is nobody else's.
const keptFor = (owner) => {
  const kept = recall();
  return kept?.draft && kept.base && (kept.owner === owner || kept.owner === "") ? kept : null;
};

/**
 * The form around it all. `saved` {choices, version} is what stands; `done` counts what went well (saved, undone), after which
 * the draft is what stands; `answered` counts answers of any kind, a refused one leads to what is wrong; `brought` {choices, turn}
 * takes the draft's place. `onTry(document)`, `onSave(document, version, via)`.
 */
export const Choosing = ({ saved, owner, answered, done, brought, onTry, onSave, children, ...rest }) => {
  const here = useRef(null);
  const sent = useRef(false);
  const settled = useRef(done);
  const taken = useRef(brought?.turn ?? 0);
  tell = onTry;
  useEffect(() => {
    if (!saved?.choices) return;
    const fresh = done !== settled.current;
    settled.current = done;
    const kept = fresh ? null : keptFor(owner);
    // What was saved elsewhere meanwhile, or before a reader came in, stays: the draft's own changes are made to it.
    const draft = kept ? rebased(kept.base, kept.draft, saved.choices) : saved.choices;
    become({ owner, version: saved.version, base: saved.choices, draft, via: kept?.via ?? "saved" });
    remember();
    if (!sameChoices(draft, saved.choices)) onTry(draft);
  }, [saved, owner, done]);
  useEffect(() => {
    if (!now.base || !brought?.turn || brought.turn === taken.current) return;
    taken.current = brought.turn;
    put(brought.choices, "import");
  }, [brought]);
  useEffect(() => () => clearTimeout(timer), []);
  useEffect(() => {
    if (sent.current) here.current.querySelector("[aria-invalid=true]")?.focus();
    sent.current = false;
  }, [answered]);
  const send = (event) => {
    event.preventDefault();
    sent.current = true;
    halfTyped.forEach((take) => take());
    clearTimeout(timer);
    onSave(now.draft, now.version, now.via);
  };
  return createElement("form", { ...rest, ref: here, noValidate: true, onSubmit: send }, children);
};

/** A box for one of many: ticked when the list `part` has `value`. */
export const Tick = ({ part, value, ...rest }) => {
  const { draft } = useDraft();
  const list = read(draft, part) ?? [];
  const turn = ({ target }) => change(part, target.checked ? [...list, value] : list.filter((one) => one !== value));
  return createElement("input", { ...rest, type: "checkbox", checked: list.includes(value), disabled: !draft, onChange: turn });
};

/**
 * A box for one way (`site`, `mail`) of one kind of notice; `saved` {site, mail} is how it comes as things stand.
 * Nothing is ticked in advance: what comes into the inbox unless somebody says otherwise has a box to say so.
 */
export const NoticeWay = ({ kind, way, saved, fixed, ...rest }) => {
  const { draft, base } = useDraft();
  const { [kind]: mine, ...others } = draft?.notices ?? {};
  const turn = ({ target }) => {
    const next = { site: saved.site, mail: saved.mail, ...mine, [way]: way === "site" ? !target.checked : target.checked };
    // Turned back it is no change, and where nothing was chosen before, no choice either.
    const back = next.site === saved.site && next.mail === saved.mail;
    const kept = back ? base.notices?.[kind] : next;
    change("notices", kept ? { ...others, [kind]: kept } : others);
  };
  const comes = mine?.[way] ?? saved[way];
  return createElement("input", { ...rest, type: "checkbox", checked: way === "site" ? !comes : comes, disabled: !draft || fixed, onChange: turn });
};

/** One of several that exclude each other. */
export const Pick = ({ part, value, ...rest }) => {
  const { draft } = useDraft();
  return createElement("input", { ...rest, type: "radio", name: part, value, checked: read(draft, part) === value, disabled: !draft, onChange: () => change(part, value) });
};

// How the server names the effects of the parts whose names say less than their places.
const NAMES = { "hide.words": "words", "hide.sources": "sources", "hide.people": "hidden_people", "hide.tags": "hidden_tags" };

/**
 * What a choice does to today's posts, in words; a press shows which they are. `kind` is `adds`, `hides` or `covers`; `count` is
 * known beforehand for what is offered and not chosen.
 */
export const Effect = ({ part, value, effects, of, kind, about, count }) => {
  const T = useTexts();
  const id = useId();
  const [open, setOpen] = useState(false);
  const named = NAMES[part] ?? part;
  const effect = effects?.find((one) => one.part === named && one.value === value) ?? (count === undefined ? null : { count });
  if (!effect || !of) return null;
  const words = T(`choosing.${kind}`, { count: effect.count, of });
  if (!effect.headlines?.length) return createElement("span", { className: "effect nums" }, words);
  return createElement(
    Fragment,
    null,
    createElement(
      "button",
      { type: "button", className: "effect nums", "aria-expanded": open, "aria-controls": open ? id : undefined, onClick: () => setOpen(!open) },
      words,
      about && createElement("span", { className: "hidden-visually" }, ` · ${about}`),
    ),
    open &&
      createElement(
        "ul",
        { id, className: "which plain" },
        effect.headlines.map((headline, at) => createElement("li", { key: at }, createElement("bdi", null, headline))),
      ),
  );
};

/**
 * A list that one adds to by typing, or from what today's posts offer (`offers`); each with its effect and a way out again.
 * `unknown` are those that are nowhere to be found, which is said as `lost`.
 */
export const Listed = ({ part, effects, of, kind, offers, unknown, add, remove, lost, before = "", ...rest }) => {
  const T = useTexts();
  const { draft } = useDraft();
  const here = useRef(null);
  const list = read(draft, part) ?? [];
  const named = NAMES[part] ?? part;
  const take = (line) => {
    const more = listed(part, line).filter((one) => !list.includes(one));
    if (more.length) change(part, [...list, ...more]);
  };
  const takeTyped = () => {
    take(here.current.value);
    here.current.value = "";
  };
  useEffect(() => {
    halfTyped.add(takeTyped);
    return () => halfTyped.delete(takeTyped);
  });
  const typed = (event) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    takeTyped();
  };
  const drop = (value) => {
    change(part, list.filter((one) => one !== value));
    here.current.focus();
  };
  const row = (value) =>
    createElement(
      "li",
      { key: value, className: "choice" },
      createElement("span", { className: "grow" }, createElement("bdi", null, before + value)),
      unknown?.some((one) => one.part === named && one.value === value) && createElement("span", { className: "chip doubt" }, lost),
      createElement(Effect, { part, value, effects, of, kind, about: value }),
      createElement("button", { type: "button", className: "act", onClick: () => drop(value) }, remove, createElement("span", { className: "hidden-visually" }, ` ${value}`)),
    );
  const offer = ({ value, count }) =>
    createElement(
      "button",
      { key: value, type: "button", className: "offer", onClick: () => take(value) },
      createElement("span", { className: "hidden-visually" }, `${add} `),
      createElement("bdi", null, before + value),
      createElement("small", { className: "nums" }, T.number(count)),
    );
  const open = (offers ?? []).filter(({ value }) => !list.includes(value)).slice(0, MOST_OFFERS);
  return createElement(
    Fragment,
    null,
    createElement(
      "div",
      { className: "adding" },
      createElement("input", { ...rest, ref: here, type: "text", autoComplete: "off", enterKeyHint: "done", disabled: !draft, onKeyDown: typed }),
      createElement("button", { type: "button", className: "btn", disabled: !draft, onClick: takeTyped }, add),
    ),
    open.length > 0 && createElement("div", { className: "offers" }, createElement("span", null, T("choosing.from_today")), open.map(offer)),
    list.length > 0 && createElement("ul", { className: "plain list" }, list.map(row)),
  );
};

/** How many changes wait to be saved, in words, and the way to let them go. */
export const Unsaved = ({ forget }) => {
  const T = useTexts();
  const { draft, base } = useDraft();
  const count = changesIn(base, draft);
  return createElement(
    Fragment,
    null,
    createElement("span", { role: "status" }, count ? T("choosing.unsaved", { count }) : T("choosing.none_unsaved")),
    count > 0 && createElement("button", { type: "button", className: "btn quiet", onClick: () => put(base, "saved") }, forget),
  );
};

/** The button that saves; there is nothing to press while nothing was changed. */
export const SaveDraft = ({ children, ...rest }) => {
  const { draft, base } = useDraft();
  return createElement("button", { ...rest, type: "submit", disabled: !changesIn(base, draft) }, children);
};

/** The languages to be shown, none ticked for all of them: those of today's posts (`offers`), those chosen, and the rest to choose from. */
export const Languages = ({ offers, names, more }) => {
  const T = useTexts();
  const id = useId();
  const { draft } = useDraft();
  const list = read(draft, "languages") ?? [];
  const counts = new Map((offers ?? []).map(({ value, count }) => [value, count]));
  const shown = Object.keys(names).filter((code) => counts.has(code) || list.includes(code));
  const tick = (code) =>
    createElement(
      "label",
      { key: code, className: "tick" },
      createElement(Tick, { part: "languages", value: code }),
      createElement("span", null, createElement("bdi", { lang: code }, names[code]), createElement("small", { className: "nums" }, T("choosing.posts", { count: counts.get(code) ?? 0 }))),
    );
  const rest = Object.keys(names).filter((code) => !shown.includes(code));
  const options = rest.map((code) => createElement("option", { key: code, value: code, lang: code }, names[code]));
  return createElement(
    Fragment,
    null,
    createElement("div", { className: "ticks" }, shown.map(tick)),
    createElement(
      "div",
      { className: "field" },
      createElement("label", { htmlFor: id }, more),
      createElement("select", { id, value: "", disabled: !draft, onChange: ({ target }) => change("languages", [...list, target.value]) }, createElement("option", { value: "" }, "…"), options),
    ),
  );
};
