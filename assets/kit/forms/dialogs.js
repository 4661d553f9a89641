// Forms that the socket answers and that stay where they are: on the page, in a dialog, or under a button. What was typed in them stays
// through a refusal and a lost connection.
import { createContext, createElement, useContext, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { useLocation } from "react-router";
import { useElement } from "../hooks.js";
import { focusInvalid, markSent, useDone } from "./done.js";
import { useDraftMarks } from "./draft_marks.js";
import { useIdempotencyKey } from "./idempotency.js";
import { forgetLocally, readLocally, saveLocally } from "./local_drafts.js";

/** @import { ComponentProps, FormEvent, ReactNode, RefObject } from "react" */

const PATIENCE = 10000; // after so many milliseconds without an answer a form may be sent again
const PAUSE = 600; // what is typed is told after a pause of so many milliseconds

/** Closes whatever a form stands in. */
const Close = createContext(/** @type {(() => void) | null} */ (null));

/** @typedef {Record<string, unknown>} Values */

/**
 * `about` goes with its fields, `answered` counts answers, `done` those that were a yes. `kept` fills its fields while nothing was typed,
 * `offer` those that are empty or hold an earlier offer;
 * what is typed is told in turn (`onKeep`) after a pause, with a mark that comes back as `stored`, and until then kept by the browser under
 * `place`.
 * @typedef {Omit<ComponentProps<"form">, "about"> & {
 *   about?: Values, answered: number, done: number, kept?: Record<string, string>, place?: string, stored?: string, offer?: Record<string, string>,
 *   onKeep?: (values: Values) => void, onSend: (values: Values) => void,
 * }} FormProps
 */

/**
 * A form answered over the socket.
 * @param {FormProps} props
 */
export const Form = ({ about, answered, done, kept, place = "", stored, offer, onKeep, onSend, children, ...rest }) => {
  /** @type {RefObject<HTMLFormElement>} */
  const ref = useElement();
  const waiting = useRef({ timer: 0, tell: () => {} });
  const touched = useRef(false);
  const values = () => ({ ...about, ...Object.fromEntries(new FormData(ref.current)) });
  const close = useContext(Close);
  const [sent, setSent] = useState(false);
  const { stamp, forget } = useIdempotencyKey();
  const mark = useDraftMarks(stored);
  const pending = useRef(false);
  useDone(done, () => {
    // Of what was sent twice, the second answer must not clear what is typed after the first.
    if (!pending.current) return;
    pending.current = false;
    forget();
    forgetLocally(place);
    ref.current.reset();
    close?.();
  });
  const takeAnswer = useEffectEvent(() => {
    if (sent) focusInvalid(ref.current);
    setSent(false);
  });
  useEffect(() => takeAnswer(), [answered]);
  useEffect(() => {
    if (!sent) return undefined;
    const timer = setTimeout(() => setSent(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [sent]);
  const offered = useRef(/** @type {Record<string, string>} */ ({}));
  const keepSoon = () => {
    if (!onKeep) return;
    clearTimeout(waiting.current.timer);
    // What was only proposed is worked out anew from the rest.
    const own = Object.fromEntries(
      [...new FormData(ref.current)].map(([name, value]) => [name, value === offered.current[name] ? "" : value]),
    );
    const typed = { ...about, ...own };
    saveLocally(place, /** @type {Record<string, string>} */ (own));
    const tell = () => {
      waiting.current.timer = 0;
      onKeep({ ...typed, mark: mark(place) });
    };
    Object.assign(waiting.current, { timer: setTimeout(tell, PAUSE), tell });
  };
  const begin = useEffectEvent(() => {
    if (touched.current) return;
    const unsent = readLocally(place);
    for (const [name, value] of Object.entries({ ...kept, ...unsent })) {
      const field = ref.current.elements.namedItem(name);
      if (field && value && "value" in field) field.value = value;
    }
    if (unsent) keepSoon();
  });
  useEffect(() => begin(), [kept, place]);
  useEffect(() => {
    for (const [name, value] of Object.entries(offer ?? {})) {
      const field = ref.current.elements.namedItem(name);
      if (!(field && "value" in field) || (field.value && field.value !== offered.current[name])) continue;
      field.value = offered.current[name] = value;
    }
  }, [ref, offer]);
  useEffect(() => {
    const { current } = waiting;
    return () => {
      if (current.timer) current.tell();
    };
  }, []);
  /** @param {FormEvent} event */
  const write = ({ target }) => {
    touched.current = true;
    // Chosen by hand, be it what was proposed: no offer replaces it any more.
    if (target instanceof HTMLSelectElement) delete offered.current[target.name];
    keepSoon();
  };
  /** @param {FormEvent} event */
  const send = (event) => {
    event.preventDefault();
    if (sent) return;
    clearTimeout(waiting.current.timer);
    waiting.current.timer = 0; // what is sent is no draft any more
    markSent();
    setSent(true);
    pending.current = true;
    onSend(stamp(values()));
  };
  return createElement("form", { ...rest, ref, noValidate: true, "aria-busy": sent, onInput: write, onSubmit: send }, children);
};

/** @type {Map<string, (about: Values) => void>} */
const dialogs = new Map(); // name → what opens it

/**
 * Open a dialog. `about` goes with what it sends; its `title` and `send` stand in place of the dialog's own words.
 * @param {string} name
 * @param {Values} about
 */
export const openDialog = (name, about = {}) => dialogs.get(name)?.(about);

/** @param {string} name */
const dropParameter = (name) => {
  const rest = new URLSearchParams(location.search);
  if (!rest.has(name)) return;
  rest.delete(name);
  // The page stays as it is, so the router need not know: loading it again would only repeat the reading.
  history.replaceState(history.state, "", location.pathname + (rest.size ? `?${rest}` : "") + location.hash);
};

/**
 * A dialog with a form. The address opens it, too: `?NAME=1`. `start` is what it is about unless told.
 * @param {Omit<FormProps, "about"> & {
 *   name: string, label: string, send: string, cancel: string, kind?: string, start?: Values, onOpen?: () => void,
 * }} props
 */
export const Dialog = ({ name, label, send, cancel, kind = "main", start, onOpen, children, ...form }) => {
  /** @type {RefObject<HTMLDialogElement>} */
  const ref = useElement();
  const heading = useId();
  const [about, setAbout] = useState(/** @type {Values | null} */ (null));
  const { search } = useLocation();
  const open = useEffectEvent((/** @type {Values} */ given) => {
    setAbout({ ...start, ...given });
    onOpen?.();
  });
  useEffect(() => {
    dialogs.set(name, (given) => open(given));
    return () => void dialogs.delete(name);
  }, [name]);
  useEffect(() => {
    if (new URLSearchParams(search).has(name)) open({});
  }, [name, search]);
  useEffect(() => {
    if (about && !ref.current.open) {
      // One leads to another; behind it nothing waits.
      document.querySelectorAll("dialog[open]").forEach((other) => /** @type {HTMLDialogElement} */ (other).close());
      ref.current.showModal();
    }
    if (!about && ref.current.open) ref.current.close();
  }, [ref, about]);
  const closed = () => {
    setAbout(null);
    dropParameter(name);
  };
  const { title, send: own, ...subject } = about ?? {};
  const inside = about && [
    createElement("h2", { key: "title", id: heading }, /** @type {ReactNode} */ (title) ?? label),
    createElement("div", { key: "fields", className: "stack" }, children),
    createElement(
      "div",
      { key: "send", className: "row" },
      createElement("button", { type: "submit", className: `btn ${kind}` }, /** @type {ReactNode} */ (own) ?? send),
      createElement("button", { type: "button", className: "btn quiet", onClick: () => ref.current.close() }, cancel),
    ),
  ];
  return createElement(
    Close.Provider,
    { value: () => setAbout(null) },
    createElement(
      "dialog",
      { ref, "aria-labelledby": heading, onClose: closed },
      about &&
        createElement(Form, { ...form, about: subject, place: form.onKeep && `${name}:${subject.post_id}`, className: "form" }, inside),
    ),
  );
};

/**
 * A button that shows what stands under it; a form in there closes it when it went well.
 * @param {{ label: string, onOpen?: () => void, children?: ReactNode }} props
 */
export const Disclosure = ({ label, onOpen, children }) => {
  /** @type {RefObject<HTMLButtonElement>} */
  const ref = useElement();
  const [open, setOpen] = useState(false);
  const toggle = () => {
    if (!open) onOpen?.();
    setOpen(!open);
  };
  const close = () => {
    setOpen(false);
    ref.current.focus();
  };
  return createElement(
    Close.Provider,
    { value: close },
    createElement("button", { ref, type: "button", className: "act", "aria-expanded": open, onClick: toggle }, label),
    open && children,
  );
};
