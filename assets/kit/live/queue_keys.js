// The moderation queue by keyboard: from case to case, a decision by a letter, and the focus on the next case after one.
import { createElement, useEffect, useRef } from "react";
import { moveTo, shortcutOf } from "./queue_shortcuts.js";

/** @import { KeyboardEvent, FocusEvent, ReactNode } from "react" */

const TYPING = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

/** @param {Element} list */
const casesOf = (list) => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("article[data-case]")]);

/** @param {HTMLElement | undefined} element */
const show = (element) => {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
};

/**
 * Presses what a case has for this: to open it, or to put it back.
 * @param {Element | undefined} item
 * @param {string} name
 */
const press = (item, name) => /** @type {HTMLElement | null | undefined} */ (item?.querySelector(`[data-press=${name}]`))?.click();

/**
 * @param {Element | undefined} item
 * @param {string} action
 */
const choose = (item, action) => {
  const radio = /** @type {HTMLElement | null | undefined} */ (item?.querySelector(`input[name=action][value=${action}]`));
  if (!radio) return;
  radio.click();
  // What is asked for next: the rule, where it is moved, or, where nothing is done, why.
  const next = { dismiss: "[name=reason]", move: "[name=to]" }[action] ?? "[name=rule]";
  show(/** @type {HTMLElement | undefined} */ (item?.querySelector(next) ?? undefined));
};

/**
 * The list of cases; its keys work while the focus is in it. `read` are the cases, `opened` is the one that is open, 0 for none.
 * Where posts are `reviewing`, letters approve and refuse.
 * @param {{ read: unknown, opened: number, reviewing?: boolean, children?: ReactNode }} props
 */
export const QueueKeys = ({ read, opened, reviewing, children }) => {
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const last = useRef(-1);
  /** @param {FocusEvent} event */
  const onFocus = (event) => {
    if (list.current) last.current = casesOf(list.current).findIndex((item) => item.contains(event.target));
  };
  useEffect(() => {
    // What had the focus is gone: the case that was opened has it, or the one that stands in the place of what was decided.
    if (!list.current || last.current < 0 || (document.activeElement ?? document.body) !== document.body) return;
    const cases = casesOf(list.current);
    show(cases.find((item) => item.dataset.case === String(opened)) ?? cases[Math.min(last.current, cases.length - 1)]);
  }, [read, opened]);
  /** @param {KeyboardEvent<HTMLDivElement>} event */
  const onKeyDown = (event) => {
    const target = /** @type {Element} */ (event.target);
    const cases = casesOf(event.currentTarget);
    const at = cases.findIndex((item) => item.contains(target));
    const item = cases[at];
    const isOpen = opened > 0 && item?.dataset.case === String(opened);
    const wanted = shortcutOf(event, { typing: target.matches(TYPING), opened: isOpen, reviewing });
    if (!wanted) return;
    event.preventDefault();
    if (wanted === "next" || wanted === "previous") show(cases[moveTo(wanted, at, cases.length)]);
    else if (wanted === "open") press(item, "take");
    else if (wanted === "back") press(item, "put-back");
    else if (wanted.startsWith("press:")) press(item, wanted.slice("press:".length));
    else choose(item, wanted.slice("choose:".length));
  };
  return createElement("div", { ref: list, className: "feed", onKeyDown, onFocus }, children);
};

/** Goes to the first case of the list beside the button that was pressed, from where its keys work. */
export const focusFirstCase = () => {
  const beside = document.activeElement?.closest(".shortcuts")?.nextElementSibling;
  show(/** @type {HTMLElement | undefined} */ ((beside ?? document).querySelector("article[data-case]") ?? undefined));
};
