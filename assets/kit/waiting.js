// The line: read anew a while after it moved, not by everybody in the same moment; and a link that can be copied.
import { createElement, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { useHeard } from "$/public/kit/live.js";

const EACH = 2; // milliseconds for each who waits: however many look, the server is asked by some hundreds in a second
const MOST = 60000;
const SHOWN = 4000;
const never = () => () => {};

/** Calls `onHeard` some time after the line moved since `loaded` was read, and at once after this person was let in. */
export const Again = ({ of, loaded, onHeard }) => {
  const moved = useHeard("waiting", loaded) > 0;
  const inside = useHeard("let_in", loaded) > 0;
  const read = useRef(onHeard);
  read.current = onHeard;
  useEffect(() => {
    if (!moved && !inside) return undefined;
    const timer = setTimeout(() => read.current(), inside ? 0 : 200 + Math.random() * Math.min(MOST, EACH * of));
    return () => clearTimeout(timer);
  }, [moved, inside, loaded, of]);
  return null;
};

const copy = async (field) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
  // Without TLS there is no clipboard; the old way still works.
  field.select();
  return document.execCommand("copy");
};

/** The address of `path` on this site, to be copied. */
export const CopyLink = ({ path, label, button, copied }) => {
  const id = useId();
  const field = useRef(null);
  const [done, setDone] = useState(0);
  const here = useSyncExternalStore(never, () => location.origin, () => "");
  useEffect(() => {
    const timer = done && setTimeout(() => setDone(0), SHOWN);
    return () => clearTimeout(timer);
  }, [done]);
  const press = () => copy(field.current).then(() => setDone(done + 1), () => field.current.select());
  return createElement(
    "div",
    { className: "field" },
    createElement("label", { htmlFor: id }, label),
    createElement(
      "div",
      { className: "adding" },
      createElement("input", { id, ref: field, value: here + path, readOnly: true, dir: "ltr", onFocus: ({ target }) => target.select() }),
      createElement("button", { type: "button", className: "btn", onClick: press }, button),
    ),
    createElement("span", { role: "status", className: "fine" }, done ? copied : null),
  );
};
