// Forms that people write in, and the button that joins. What is typed stays in the browser's own fields: the server
// fills them once, is told of what changed when the typing pauses, and never writes over it unasked.
import { createElement, useEffect, useEffectEvent, useRef, useState } from "react";
import { isComposing, useElement, useLatest } from "../hooks.js";
import { focusInvalid } from "./done.js";
import { useDraftMarks } from "./draft_marks.js";
import { useIdempotencyKey } from "./idempotency.js";
import { forgetLocally, readLocally, saveLocally } from "./local_drafts.js";

/** @import { ComponentProps, KeyboardEvent, RefObject } from "react" */
/** @import { Fill, TextMessage } from "../../../tools/kit/types/views" */

const PAUSE = 700;
const INSTANT = 200; // where an effect is looked at while typing

/** @typedef {Record<string, string>} Values what stands in the fields, by their names */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/**
 * @param {HTMLFormElement} form
 * @returns {Values}
 */
const valuesOf = (form) => {
  const entries = [...new FormData(form)];
  return Object.fromEntries(/** @type {[string, string][]} */ (entries.filter(([, value]) => typeof value === "string")));
};

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const fieldOf = (form, name) => /** @type {Field | null} */ (form.elements.namedItem(name));

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
const setField = (form, name, value) => {
  const field = fieldOf(form, name);
  if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value === field.value;
  else if (field && field.value !== value) field.value = value;
};

/**
 * An error is about what was sent: it goes as soon as something else stands there.
 * @param {HTMLElement} field
 */
const markAmended = (field) => {
  const row = /** @type {HTMLElement | null} */ (field.closest(".field"));
  if (!row?.querySelector(".wrong")) return;
  row.dataset.amended = "";
  field.setAttribute("aria-invalid", "false");
};
/** @param {HTMLFormElement} form */
const unmarkAmended = (form) => {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-amended]"));
  for (const row of rows) {
    delete row.dataset.amended;
    row.querySelector("[aria-invalid]")?.setAttribute("aria-invalid", String(Boolean(row.querySelector(".wrong"))));
  }
};

/**
 * A form that keeps itself. `fill` {place, values, force}: what its fields start with; a later one of the same place is
 * heeded only while nothing was typed, or when it has to be; `proposed` names its values that nobody chose. `offer` {name: value}: for fields that are still empty or
 * hold an earlier offer. `onKeep(values)` when the typing pauses, with a mark that comes back as `stored`, `onLeave(value)` when a field marked data-eager was
 * filled, `onSend(values)` when it is sent.
 * @param {ComponentProps<"form"> & {
 *   fill?: Fill | null, offer?: Values | null, errors?: Record<string, TextMessage> | null, busy?: boolean, instant?: boolean, stored?: string,
 *   onKeep?: (values: Values) => void, onLeave?: (value: string) => void, onSend?: (values: Values) => void,
 * }} props
 */
export const DraftForm = ({ fill, offer, errors, busy, instant, stored, onKeep, onLeave, onSend, children, ...rest }) => {
  /** @type {RefObject<HTMLFormElement>} */
  const ref = useElement();
  const handlers = useLatest({ onKeep, onLeave, onSend });
  // Never forgotten while the form is there: what is sent once more with the same words, on the same base, is the same.
  const { stamp } = useIdempotencyKey();
  const mark = useDraftMarks(stored);
  const [filled, setFilled] = useState(false);
  const touched = useRef(false);
  const isSent = useRef(false);
  const wantsKeeping = useRef(false);
  const place = useRef("");
  const offered = useRef(/** @type {Values} */ ({}));
  const left = useRef("");
  const waiting = useRef({ timer: 0, values: /** @type {Values} */ ({}) });

  // With the place that it belongs to: on the way the page may have become another's.
  const typed = () => ({ ...valuesOf(ref.current), place: place.current });
  const keep = () => {
    const { timer, values } = waiting.current;
    if (!timer) return;
    clearTimeout(timer);
    waiting.current = { timer: 0, values: {} };
    handlers.current.onKeep?.({ ...values, mark: mark(values.place ?? "") });
  };
  const keepSoon = () => {
    if (!onKeep) return;
    saveLocally(place.current, valuesOf(ref.current));
    clearTimeout(waiting.current.timer);
    waiting.current = { timer: setTimeout(keep, instant ? INSTANT : PAUSE), values: typed() };
  };

  const takeFill = useEffectEvent(() => {
    if (!fill?.place) {
      // What was sent is where it belongs.
      if (isSent.current) forgetLocally(place.current);
      return;
    }
    const another = fill.place !== place.current;
    if (!another && touched.current && !fill.force) return;
    if (another) {
      touched.current = false;
      offered.current = Object.fromEntries((fill.proposed ?? []).map((name) => [name, fill.values[name] ?? ""]));
      left.current = fill.values.link ?? "";
    }
    place.current = fill.place;
    const unsent = fill.force || !onKeep ? null : readLocally(fill.place);
    Object.entries({ ...fill.values, ...unsent }).forEach(([name, value]) => setField(ref.current, name, value));
    setFilled(true);
    isSent.current = false;
    if (unsent) touched.current = true;
    // The draft is what stands in the fields, whoever put it there.
    wantsKeeping.current = Boolean(fill.force || unsent);
  });
  useEffect(() => takeFill(), [fill]);
  const keepFilled = useEffectEvent(() => {
    if (wantsKeeping.current) keepSoon();
    wantsKeeping.current = false;
  });
  // Not before: fields that are still disabled are read as if they were not there.
  useEffect(() => {
    if (filled) keepFilled();
  }, [fill, filled]);

  const takeOffer = useEffectEvent(() => {
    let any = false;
    for (const [name, value] of Object.entries(offer ?? {})) {
      const field = fieldOf(ref.current, name);
      if (!field || !value || field.value === value || (field.value && field.value !== offered.current[name])) continue;
      field.value = offered.current[name] = value;
      markAmended(field);
      any = true;
    }
    if (any) keepSoon();
  });
  useEffect(() => takeOffer(), [offer]);

  useEffect(() => {
    unmarkAmended(ref.current);
    if (!errors || !Object.keys(errors).length) return;
    isSent.current = false;
    focusInvalid(ref.current);
  }, [ref, errors]);

  // Both versions of a conflict stand above the fields: that is where to go on.
  useEffect(() => {
    if (fill?.force) /** @type {HTMLElement | null} */ (ref.current.querySelector(".clash"))?.focus();
  }, [ref, fill]);

  const keepNow = useEffectEvent(keep);
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === "hidden") keepNow();
    };
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      keepNow();
      if (isSent.current) forgetLocally(place.current);
    };
  }, []);

  /** @param {Field} field */
  const leave = (field) => {
    if (field.dataset?.eager === undefined) return;
    const value = field.value.trim();
    if (value === left.current) return;
    left.current = value;
    handlers.current.onLeave?.(value);
  };
  /** @param {KeyboardEvent<HTMLFormElement>} event */
  const pressKey = (event) => {
    const { tagName } = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "Enter" || tagName === "BUTTON" || isComposing(event.nativeEvent)) return;
    if (event.ctrlKey || event.metaKey) ref.current.requestSubmit();
    // A line that ends is not yet a text that is finished.
    else if (onKeep && !instant && tagName === "INPUT") event.preventDefault();
  };

  return createElement(
    "form",
    {
      ...rest,
      ref,
      noValidate: true,
      onInput: ({ target }) => {
        touched.current = true;
        // Chosen by hand, be it what was proposed: no offer replaces it any more.
        if (target instanceof HTMLSelectElement) delete offered.current[target.name];
        markAmended(/** @type {Field} */ (target));
        keepSoon();
      },
      onBlur: ({ target }) => leave(/** @type {Field} */ (/** @type {Element} */ (target))),
      onPaste: ({ target }) => setTimeout(leave, 0, target),
      onKeyDown: pressKey,
      onSubmit: (event) => {
        event.preventDefault();
        if (busy) return;
        keep(); // first: should it be refused, the draft is what was sent
        isSent.current = true;
        handlers.current.onSend?.(stamp(typed()));
      },
    },
    createElement("fieldset", { className: "bare", disabled: Boolean(fill) && !filled }, children),
  );
};

/**
 * Join or leave: the button turns in the same frame; the server's next word (`presses` counts them) puts it right. `answers` holds by
 * slug what the server said since the page was read; `join` and `leave` name the button.
 * @param {{
 *   slug: string, joined: boolean, answers?: Record<string, { joined: boolean }> | null, presses: number, join: string, leave: string,
 *   about?: string, onPress: (slug: string, joined: boolean) => void,
 * }} props
 */
export const JoinButton = ({ slug, joined, answers, presses, join, leave, about, onPress }) => {
  const [pressed, setPressed] = useState(/** @type {boolean | null} */ (null));
  useEffect(() => setPressed(null), [presses, slug]);
  const now = pressed ?? answers?.[slug]?.joined ?? joined;
  const press = () => {
    setPressed(!now);
    onPress(slug, !now);
  };
  return createElement(
    "button",
    { type: "button", className: now ? "btn quiet" : "btn main", "aria-describedby": about, onClick: press },
    now ? leave : join,
  );
};
