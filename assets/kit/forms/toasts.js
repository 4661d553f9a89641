// Short notices that something went well, and handing on the address of a page.
import { createElement, useEffect, useState } from "react";
import { markSent, useDone } from "./done.js";

/** @import { ComponentProps } from "react" */

const SHOWN = 8000; // milliseconds

let hideLast = () => {};

/**
 * Takes the notice away that is shown: they all stand in one place. `hide` will take away the next.
 * @param {() => void} hide
 */
const replaceShown = (hide) => {
  hideLast();
  hideLast = hide;
};

/**
 * `text`, for a moment, whenever something more is `done`; a notice that comes takes the place of the last.
 * @param {{ text: string | null | undefined, done: number }} props
 */
export const Toast = ({ text, done }) => {
  const [shown, setShown] = useState(0);
  useDone(done, () => {
    replaceShown(() => setShown(0));
    setShown(done);
  });
  useEffect(() => {
    if (!shown) return undefined;
    const timer = setTimeout(() => setShown(0), SHOWN);
    return () => clearTimeout(timer);
  }, [shown]);
  return createElement(
    "div",
    { role: "status", className: "toasts" },
    shown && text ? createElement("p", { className: "toast" }, text) : null,
  );
};

/** @param {string} text */
const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without TLS there is no clipboard; the old way still works.
  const field = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
};

/**
 * Hands on the address of `path`: by the phone's own menu where there is one, else by copying it.
 * @param {ComponentProps<"button"> & { path: string, title: string, copied: string }} props
 */
export const Share = ({ path, title, copied, children, ...rest }) => {
  const [count, setCount] = useState(0);
  const share = async () => {
    const url = location.origin + path;
    const touched = matchMedia("(pointer: coarse)").matches;
    try {
      if (touched && navigator.share) return await navigator.share({ url, title });
      await copy(url);
      markSent();
      setCount((before) => before + 1);
    } catch (refused) {
      if (!(refused instanceof DOMException && refused.name === "AbortError")) throw refused;
    }
  };
  return createElement(
    "span",
    null,
    createElement("button", { ...rest, type: "button", className: "act", onClick: share }, children),
    createElement(Toast, { text: copied, done: count }),
  );
};
