// Fields that keep what was typed, whatever the server says meanwhile.
import { createElement, useEffect, useEffectEvent, useRef, useState } from "react";
import { useElement } from "../hooks.js";
import { useDraftMarks } from "./draft_marks.js";
import { forgetLocally, readLocally, saveLocally } from "./local_drafts.js";

/** @import { ComponentProps, ElementType, RefObject } from "react" */

const PAUSE = 600; // milliseconds without a key, after which what is typed is told

/**
 * A text that is told as it is typed (`onWrite`), with a mark that comes back as `stored` when the server has it. `initial`, what the server
 * has of it, fills it while nothing was typed, once it was `read`. Where it has a `place`, the browser keeps what the server does not have yet.
 * @param {ComponentProps<"textarea"> & {
 *   initial?: string, place?: string, stored?: string, read?: boolean, onWrite?: (text: string, mark: string) => void,
 * }} props
 */
export const AutosaveTextarea = ({ initial = "", place = "", stored, read = true, onWrite, ...rest }) => {
  /** @type {RefObject<HTMLTextAreaElement>} */
  const ref = useElement();
  const timer = useRef(0);
  const text = useRef("");
  const untouched = useRef(""); // what it was filled with
  const mark = useDraftMarks(stored);
  const write = useEffectEvent(() => onWrite?.(text.current, mark(place)));
  useEffect(() => {
    if (!read || ref.current.value !== untouched.current) return;
    const unsent = readLocally(place)?.text;
    ref.current.value = untouched.current = unsent || initial;
    if (!unsent || unsent === text.current) return;
    // The server has heard nothing of it: what it keeps and shows of it is to be of these words.
    text.current = unsent;
    write();
  }, [ref, read, initial, place]);
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

/**
 * A line that begins with what this browser drew at random, which nobody knows before it is sent, and keeps what is typed instead.
 * @param {ComponentProps<"input">} props
 */
export const RandomField = (props) => {
  /** @type {RefObject<HTMLInputElement>} */
  const ref = useElement();
  useEffect(() => {
    const drawn = crypto.getRandomValues(new Uint8Array(16));
    ref.current.defaultValue = Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }, [ref]);
  return createElement("input", { ...props, ref });
};
