// Finding in a list to choose from: what is on the page at once, the rest from the server when the typing pauses.
import { createElement, Fragment, useEffect, useRef, useState } from "react";

const PAUSE = 350;

/** A search field that hides the items of the list `of` without what is typed; `count` says that there are more of them now. */
export const Narrow = ({ of, nothing, count, onSearch, ...rest }) => {
  const here = useRef(null);
  const timer = useRef(0);
  const [none, setNone] = useState(false);
  const narrow = () => {
    const wanted = here.current.value.trim().toLocaleLowerCase();
    let found = 0;
    for (const item of document.getElementById(of)?.children ?? []) {
      item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted);
      found += item.hidden ? 0 : 1;
    }
    setNone(found === 0);
    return wanted;
  };
  const typed = () => {
    const wanted = narrow();
    clearTimeout(timer.current);
    if (wanted && onSearch) timer.current = setTimeout(onSearch, PAUSE, wanted);
  };
  useEffect(() => {
    narrow();
  }, [count]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return createElement(
    Fragment,
    null,
    createElement("input", { ...rest, ref: here, type: "search", onInput: typed, onKeyDown: (event) => event.key === "Enter" && event.preventDefault() }),
    createElement("span", { role: "status", className: "hint" }, none ? nothing : ""),
  );
};
