// Choices that are lists, and what each choice does to today's posts.
import { createElement, Fragment, useEffect, useEffectEvent, useId, useState } from "react";
import { isComposing, useElement } from "../hooks.js";
import { useTexts } from "../i18n.js";
import { langOf } from "../written_language.js";
import { getList, parseEntries } from "./choices_diff.js";
import { changePart, takeBeforeSaving, useDraft } from "./choices_draft.js";
import { ChoiceCheckbox } from "./choices_form.js";
import "$/utils/texts/far_choices.js";

/** @import { ChangeEvent, ComponentProps, KeyboardEvent, RefObject } from "react" */
/** @import { ChoiceEffect as Effect, Offer } from "../../../tools/kit/types/views" */

const MOST_OFFERS = 6;

/** @type {Readonly<Record<string, string>>} */
const EFFECT_NAMES = { "hide.words": "words", "hide.sources": "sources", "hide.people": "hidden_people", "hide.tags": "hidden_tags" };

/**
 * How the server names the effects of a part: those within `hide` have names of their own.
 * @param {string} part
 */
const effectName = (part) => EFFECT_NAMES[part] ?? part;

/**
 * What choices do to the newest `of` posts, and in which words: `kind` is `adds`, `hides` or `covers`.
 * @typedef {{ effects: Effect[] | null | undefined, of: number, kind: string }} Effects
 */

/**
 * What a choice does to today's posts, in words; a press shows which they are. `count` is known beforehand for what is offered and not
 * chosen; `about` says what it is about.
 * @param {Effects & { part: string, value: string, about?: string, count?: number }} props
 */
export const ChoiceEffect = ({ part, value, effects, of, kind, about, count }) => {
  const T = useTexts();
  const id = useId();
  const [open, setOpen] = useState(false);
  const effect = effects?.find((one) => one.part === effectName(part) && one.value === value);
  const posts = effect?.count ?? count;
  if (posts === undefined || !of) return null;
  const words = T(`choices.${kind}`, { count: posts, of });
  if (!effect?.headlines?.length) return createElement("span", { className: "effect nums" }, words);
  return createElement(
    Fragment,
    null,
    createElement(
      "button",
      {
        type: "button",
        className: "effect nums",
        "aria-expanded": open,
        "aria-controls": open ? id : undefined,
        onClick: () => setOpen(!open),
      },
      words,
      about && createElement("span", { className: "hidden-visually" }, " · ", createElement("bdi", { lang: langOf(about) }, about)),
    ),
    open &&
      createElement(
        "ul",
        { id, className: "which plain" },
        effect.headlines.map((headline, at) =>
          createElement("li", { key: at }, createElement("bdi", { lang: langOf(headline) }, headline)),
        ),
      ),
  );
};

/**
 * A list that one adds to by typing, or from what today's posts offer (`offers`); each with its effect and a way out again.
 * `unknown` are those that are nowhere to be found, which is said as `lost`; `add` and `remove` name the buttons; `before` stands before
 * each value.
 * @param {Omit<ComponentProps<"input">, "value"> & Effects & {
 *   part: string, offers: Offer[] | null | undefined, unknown: { part: string, value: string }[] | null | undefined,
 *   add: string, remove: string, lost: string, before?: string,
 * }} props
 */
export const ChoiceList = ({ part, effects, of, kind, offers, unknown, add, remove, lost, before = "", ...rest }) => {
  const T = useTexts();
  const { draft } = useDraft();
  /** @type {RefObject<HTMLInputElement>} */
  const ref = useElement();
  const list = getList(draft, part);
  /** @param {string} line */
  const take = (line) => {
    const more = parseEntries(part, line).filter((one) => !list.includes(one));
    if (more.length) changePart(part, [...list, ...more]);
  };
  const takeTyped = () => {
    take(ref.current.value);
    ref.current.value = "";
  };
  const takeRest = useEffectEvent(takeTyped);
  useEffect(() => takeBeforeSaving(() => takeRest()), []);
  /** @param {KeyboardEvent} event */
  const typed = (event) => {
    if (event.key !== "Enter" || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    takeTyped();
  };
  /** @param {string} value */
  const drop = (value) => {
    changePart(
      part,
      list.filter((one) => one !== value),
    );
    ref.current.focus();
  };
  /** @param {string} value */
  const row = (value) =>
    createElement(
      "li",
      { key: value, className: "choice" },
      createElement("span", { className: "grow" }, createElement("bdi", { lang: langOf(value) }, before + value)),
      unknown?.some((one) => one.part === effectName(part) && one.value === value) &&
        createElement("span", { className: "chip doubt" }, lost),
      createElement(ChoiceEffect, { part, value, effects, of, kind, about: value }),
      createElement(
        "button",
        { type: "button", className: "act", onClick: () => drop(value) },
        remove,
        createElement("span", { className: "hidden-visually" }, " ", createElement("bdi", { lang: langOf(value) }, value)),
      ),
    );
  /** @param {Offer} offer */
  const offer = ({ value, count }) =>
    createElement(
      "button",
      { key: value, type: "button", className: "offer", onClick: () => take(value) },
      createElement("span", { className: "hidden-visually" }, `${add} `),
      createElement("bdi", { lang: langOf(value) }, before + value),
      createElement("small", { className: "nums" }, T.number(count)),
    );
  const open = (offers ?? []).filter(({ value }) => !list.includes(value)).slice(0, MOST_OFFERS);
  return createElement(
    Fragment,
    null,
    createElement(
      "div",
      { className: "adding" },
      createElement("input", {
        ...rest,
        ref,
        type: "text",
        autoComplete: "off",
        enterKeyHint: "done",
        disabled: !draft,
        onKeyDown: typed,
      }),
      createElement("button", { type: "button", className: "btn", disabled: !draft, onClick: takeTyped }, add),
    ),
    open.length > 0 && createElement("div", { className: "offers" }, createElement("span", null, T("choices.from_today")), open.map(offer)),
    list.length > 0 && createElement("ul", { className: "plain list" }, list.map(row)),
  );
};

/**
 * The languages to be shown, none ticked for all of them: those of today's posts (`offers`), those chosen, and the rest to choose from
 * (`more` names that). `names`: code → what the language calls itself.
 * @param {{ offers: Offer[] | null | undefined, names: Record<string, string>, more: string }} props
 */
export const LanguageChoice = ({ offers, names, more }) => {
  const T = useTexts();
  const id = useId();
  const { draft } = useDraft();
  const list = getList(draft, "languages");
  const counts = new Map((offers ?? []).map(({ value, count }) => [value, count]));
  const shown = Object.keys(names).filter((code) => counts.has(code) || list.includes(code));
  /** @param {string} code */
  const checkbox = (code) =>
    createElement(
      "label",
      { key: code, className: "tick" },
      createElement(ChoiceCheckbox, { part: "languages", value: code }),
      createElement(
        "span",
        null,
        createElement("bdi", { lang: code }, names[code]),
        createElement("small", { className: "nums" }, T("choices.posts", { count: counts.get(code) ?? 0 })),
      ),
    );
  /** @param {ChangeEvent<HTMLSelectElement>} event */
  const choose = ({ target }) => changePart("languages", [...list, target.value]);
  const rest = Object.keys(names).filter((code) => !shown.includes(code));
  const options = rest.map((code) => createElement("option", { key: code, value: code, lang: code }, names[code]));
  return createElement(
    Fragment,
    null,
    createElement("div", { className: "ticks" }, shown.map(checkbox)),
    createElement(
      "div",
      { className: "field" },
      createElement("label", { htmlFor: id }, more),
      createElement("select", { id, value: "", disabled: !draft, onChange: choose }, createElement("option", { value: "" }, "…"), options),
    ),
  );
};
