// Files that leave the page or come into it, without the server's storage between.
import { createElement, Fragment, useEffect, useEffectEvent, useRef } from "react";
import { useElement } from "../hooks.js";

/** @import { ChangeEvent, ComponentProps, RefObject } from "react" */

const LARGEST = 400000; // characters, as the server takes (CHOICES_FILE in wtsocial/text/limits.py)

/**
 * A file that is read here and handed on as text (`onRead`).
 * @param {ComponentProps<"button"> & { onRead: (text: string) => void }} props
 */
export const OpenFile = ({ onRead, children, ...rest }) => {
  /** @type {RefObject<HTMLInputElement>} */
  const ref = useElement();
  /** @param {ChangeEvent<HTMLInputElement>} event */
  const opened = async ({ target }) => {
    const text = await target.files?.[0]?.text();
    target.value = "";
    if (text !== undefined) onRead(text.slice(0, LARGEST));
  };
  return createElement(
    Fragment,
    null,
    createElement("input", { ref, type: "file", accept: ".json,application/json", hidden: true, onChange: opened }),
    createElement("button", { ...rest, type: "button", onClick: () => ref.current.click() }, children),
  );
};

/**
 * Saves `text` as a file whenever it comes anew (`turn`).
 * @param {{ text: string, name: string, turn: number }} props
 */
export const Download = ({ text, name, turn }) => {
  const before = useRef(turn);
  const save = useEffectEvent(() => {
    if (turn === before.current || !text) return;
    before.current = turn;
    const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  });
  useEffect(() => save(), [turn]);
  return null;
};
