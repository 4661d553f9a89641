// Fields that keep what was typed, whatever the server says meanwhile.
import { createElement, useEffect, useEffectEvent, useRef, useState } from "react";
import { useElement } from "../hooks.js";
import { forgetLocally, readLocally, saveLocally } from "./local_drafts.js";

/** @import { ComponentProps, ElementType, RefObject } from "react" */

const PAUSE = 600; // milliseconds without a key, after which what is typed is told

/**
 * A text that is told as it is typed (`onWrite`). `initial`, what was stored of it, fills it while nothing stands there.
 * Where it has a `place`, the browser keeps it, too, and what it keeps fills the field when it is newer than `since` (milliseconds), which
 * is known once the server's was `read`.
 * @param {ComponentProps<"textarea"> & {
 *   initial?: string, place?: string, since?: number, read?: boolean, onWrite?: (text: string) => void,
 * }} props
 */
export const AutosaveTextarea = ({ initial, place = "", since = 0, read = true, onWrite, ...rest }) => {
  /** @type {RefObject<HTMLTextAreaElement>} */
  const ref = useElement();
  const timer = useRef(0);
  const text = useRef("");
  const write = useEffectEvent(() => onWrite?.(text.current));
  useEffect(() => {
    if (!read || ref.current.value) return;
    const unsent = readLocally(place, since)?.text;
    ref.current.value = unsent || initial || "";
    if (!unsent || unsent === initial) return;
    // The server has heard nothing of it: what it keeps and shows of it is to be of these words.
    text.current = unsent;
    write();
  }, [ref, read, initial, place, since]);
  useEffect(() => {
    const field = ref.current;
    const { form } = field;
    const stop = () => {
      clearTimeout(timer.current);
      timer.current = 0;
    };
    const save = () => {
      if (!timer.current) return;
      stop();
      write();
    };
    const typed = () => {
      stop();
      text.current = field.value;
      saveLocally(place, { text: field.value });
      timer.current = setTimeout(save, PAUSE);
    };
    const leave = () => {
      if (document.visibilityState === "hidden") save();
    };
    field.addEventListener("input", typed);
    // What was sent is no draft any more.
    form?.addEventListener("submit", stop);
    const forget = () => {
      stop();
      forgetLocally(place);
    };
    form?.addEventListener("reset", forget);
    document.addEventListener("visibilitychange", leave);
    return () => {
      field.removeEventListener("input", typed);
      form?.removeEventListener("submit", stop);
      form?.removeEventListener("reset", forget);
      document.removeEventListener("visibilitychange", leave);
      save();
    };
  }, [ref, place]);
  return createElement("textarea", { ...rest, ref });
};

/**
 * A control that begins with `value` and keeps what it has, whatever becomes of `value` meanwhile.
 * @param {{ as?: ElementType, value?: unknown }} props
 */
export const UncontrolledField = ({ as = "input", value, ...rest }) => {
  const [first] = useState(value);
  return createElement(as, { ...rest, defaultValue: first });
};
