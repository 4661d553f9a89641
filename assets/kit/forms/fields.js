// Fields that keep what was typed, whatever the server says meanwhile.
import { createElement, useEffect, useEffectEvent, useRef, useState } from "react";
import { useElement } from "../hooks.js";

/** @import { ComponentProps, ElementType, RefObject } from "react" */

const PAUSE = 600; // milliseconds without a key, after which what is typed is told

/**
 * A text that is told as it is typed (`onWrite`). `initial`, what was stored of it, fills it while nothing stands there.
 * @param {ComponentProps<"textarea"> & { initial?: string, onWrite?: (text: string) => void }} props
 */
export const AutosaveTextarea = ({ initial, onWrite, ...rest }) => {
  /** @type {RefObject<HTMLTextAreaElement>} */
  const ref = useElement();
  const timer = useRef(0);
  const text = useRef("");
  const write = useEffectEvent(() => onWrite?.(text.current));
  useEffect(() => {
    if (initial && !ref.current.value) ref.current.value = initial;
  }, [ref, initial]);
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
      timer.current = setTimeout(save, PAUSE);
    };
    const leave = () => {
      if (document.visibilityState === "hidden") save();
    };
    field.addEventListener("input", typed);
    // What was sent is no draft any more.
    form?.addEventListener("submit", stop);
    form?.addEventListener("reset", stop);
    document.addEventListener("visibilitychange", leave);
    return () => {
      field.removeEventListener("input", typed);
      form?.removeEventListener("submit", stop);
      form?.removeEventListener("reset", stop);
      document.removeEventListener("visibilitychange", leave);
      save();
    };
  }, [ref]);
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
