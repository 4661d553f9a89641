// Finding in a list to choose from: what is on the page at once, the rest from the server when the typing pauses.
import { createElement, Fragment, useCallback, useEffect, useRef, useState } from "react";
import { useElement } from "../hooks.js";
import { fold } from "../words.js";

/** @import { ComponentProps, RefObject } from "react" */

const PAUSE = 350;

/**
 * A search field that hides the items of the list `of` without what is typed; `count` says that there are more of them now.
 * @param {ComponentProps<"input"> & { of: string, nothing: string, count?: number, onSearch?: (typed: string) => void }} props
 */
export const ListFilter = ({ of, nothing, count, onSearch, ...rest }) => {
  /** @type {RefObject<HTMLInputElement>} */
  const ref = useElement();
  const timer = useRef(0);
  const [none, setNone] = useState(false);
  const filter = useCallback(() => {
    const search = ref.current.value.trim();
    const wanted = fold(search);
    const items = /** @type {HTMLElement[]} */ ([...(document.getElementById(of)?.children ?? [])]);
    for (const item of items) item.hidden = !fold(item.textContent).includes(wanted);
    setNone(items.every((item) => item.hidden));
    return search;
  }, [ref, of]);
  const typed = () => {
    const wanted = filter();
    clearTimeout(timer.current);
    if (wanted && onSearch) timer.current = setTimeout(onSearch, PAUSE, wanted);
  };
  useEffect(() => {
    filter();
  }, [filter, count]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return createElement(
    Fragment,
    null,
    createElement("input", {
      ...rest,
      ref,
      type: "search",
      onInput: typed,
      onKeyDown: (event) => event.key === "Enter" && event.preventDefault(),
    }),
    createElement("span", { role: "status", className: "hint" }, none ? nothing : ""),
  );
};
