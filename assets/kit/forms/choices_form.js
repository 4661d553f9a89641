// The form in which somebody chooses: its boxes change the draft (choices_draft.js), its button saves it.
import { createElement, Fragment, useEffect, useEffectEvent, useRef, useState } from "react";
import { useElement } from "../hooks.js";
import { useTexts } from "../i18n.js";
import { countChanges, getList, getPart } from "./choices_diff.js";
import { askBy, beginDraft, changePart, currentDraft, setDraft, stopAsking, takeDraft, useDraft } from "./choices_draft.js";
import "$/utils/texts/far_choices.js";

/** @import { ComponentProps, FormEvent, RefObject } from "react" */
/** @import { Channels, Choices } from "../../../tools/kit/types/views" */

/**
 * The form around it all. `saved` {choices, version} is what stands; `done` counts what went well (saved, undone), after which
 * the draft is what stands; `answered` counts answers of any kind, a refused one leads to what is wrong; `brought` {choices, turn}
 * takes the draft's place. `onTry(document)`, `onSave(document, version, via)`.
 * @param {ComponentProps<"form"> & {
 *   saved: { choices?: Choices, version: number } | null | undefined, owner: string, answered: number, done: number,
 *   brought?: { choices: Choices, turn: number } | null,
 *   onTry: (draft: Choices) => void, onSave: (draft: Choices | null, version: number, via: string) => void,
 * }} props
 */
export const ChoicesForm = ({ saved, owner, answered, done, brought, onTry, onSave, children, ...rest }) => {
  /** @type {RefObject<HTMLFormElement>} */
  const ref = useElement();
  const sent = useRef(false);
  const doneBefore = useRef(done);
  const turnBefore = useRef(brought?.turn ?? 0);
  const tryDraft = useEffectEvent(onTry);
  useEffect(() => askBy(onTry), [onTry]);
  useEffect(() => {
    if (!saved?.choices) return;
    const fresh = done !== doneBefore.current;
    doneBefore.current = done;
    const changed = beginDraft(owner, { choices: saved.choices, version: saved.version }, fresh);
    if (changed) tryDraft(changed);
  }, [saved, owner, done]);
  useEffect(() => {
    if (!currentDraft().base || !brought?.turn || brought.turn === turnBefore.current) return;
    turnBefore.current = brought.turn;
    setDraft(brought.choices, "import");
  }, [brought]);
  useEffect(() => stopAsking, []);
  useEffect(() => {
    if (sent.current) /** @type {HTMLElement | null} */ (ref.current.querySelector("[aria-invalid=true]"))?.focus();
    sent.current = false;
  }, [ref, answered]);
  /** @param {FormEvent} event */
  const send = (event) => {
    event.preventDefault();
    sent.current = true;
    const { draft, version, via } = takeDraft();
    onSave(draft, version, via);
  };
  return createElement("form", { ...rest, ref, noValidate: true, onSubmit: send }, children);
};

/**
 * A box for one of many: ticked when the list `part` has `value`.
 * @param {ComponentProps<"input"> & { part: string, value: string }} props
 */
export const ChoiceCheckbox = ({ part, value, ...rest }) => {
  const { draft } = useDraft();
  const list = getList(draft, part);
  return createElement("input", {
    ...rest,
    type: "checkbox",
    checked: list.includes(value),
    disabled: !draft,
    onChange: ({ target }) => changePart(part, target.checked ? [...list, value] : list.filter((one) => one !== value)),
  });
};

/**
 * A box for one channel of one kind of notice; `saved` is how it comes as things stand.
 * Nothing is ticked in advance: what comes into the inbox unless somebody says otherwise has a box to say so.
 * @param {ComponentProps<"input"> & { kind: string, way: "site" | "mail", saved: Channels, fixed?: boolean }} props
 */
export const NoticeChannel = ({ kind, way, saved, fixed, ...rest }) => {
  const { draft, base } = useDraft();
  const { [kind]: mine, ...others } = draft?.notices ?? {};
  /** @param {boolean} checked */
  const change = (checked) => {
    const next = { site: saved.site, mail: saved.mail, ...mine, [way]: way === "site" ? !checked : checked };
    // Turned back it is no change, and where nothing was chosen before, no choice either.
    const back = next.site === saved.site && next.mail === saved.mail;
    const chosen = back ? base?.notices?.[kind] : next;
    changePart("notices", chosen ? { ...others, [kind]: chosen } : others);
  };
  const comes = mine?.[way] ?? saved[way];
  return createElement("input", {
    ...rest,
    type: "checkbox",
    checked: way === "site" ? !comes : comes,
    disabled: !draft || fixed,
    onChange: ({ target }) => change(target.checked),
  });
};

/**
 * One of several that exclude each other.
 * @param {ComponentProps<"input"> & { part: string, value: string }} props
 */
export const ChoiceRadio = ({ part, value, ...rest }) => {
  const { draft } = useDraft();
  return createElement("input", {
    ...rest,
    type: "radio",
    name: part,
    value,
    checked: getPart(draft, part) === value,
    disabled: !draft,
    onChange: () => changePart(part, value),
  });
};

/**
 * How many changes wait to be saved, in words, and the button that lets them go, named `forget`; that all is saved once something was
 * (`done` counts that).
 * @param {{ forget: string, done: number }} props
 */
export const UnsavedChanges = ({ forget, done }) => {
  const T = useTexts();
  const [before] = useState(done);
  const { draft, base } = useDraft();
  const count = countChanges(base, draft);
  return createElement(
    Fragment,
    null,
    createElement("span", { role: "status" }, count ? T("choices.unsaved", { count }) : done > before && T("choices.none_unsaved")),
    count > 0 && createElement("button", { type: "button", className: "btn quiet", onClick: () => setDraft(base, "saved") }, forget),
  );
};

/**
 * The button that saves; there is nothing to press while nothing was changed.
 * @param {ComponentProps<"button">} props
 */
export const SaveChoices = ({ children, ...rest }) => {
  const { draft, base } = useDraft();
  return createElement("button", { ...rest, type: "submit", disabled: !countChanges(base, draft) }, children);
};
