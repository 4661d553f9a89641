// The waiting list: read anew a while after it moved, not by everybody in the same moment; and a link that can be copied.
import { createElement, useEffect, useEffectEvent, useId, useState } from "react";
import { useAlive, useElement } from "../hooks.js";
import { useMessageCount } from "./live.js";

/** @import { RefObject } from "react" */

const EACH = 2; // milliseconds for each who waits: however many look, the server is asked by some hundreds in a second
const MOST = 60000;
const SHOWN = 4000;

/**
 * Calls `onHeard` some time after the list moved since `loaded` was read, and at once after this person was let in; `of` are waiting.
 * @param {{ of: number, loaded: unknown, onHeard: () => void }} props
 */
export const WaitingListReload = ({ of, loaded, onHeard }) => {
  const moved = useMessageCount("waiting", loaded) > 0;
  const inside = useMessageCount("let_in", loaded) > 0;
  const reload = useEffectEvent(() => onHeard());
  useEffect(() => {
    if (!moved && !inside) return undefined;
    const timer = setTimeout(() => reload(), inside ? 0 : 200 + Math.random() * Math.min(MOST, EACH * of));
    return () => clearTimeout(timer);
  }, [moved, inside, loaded, of]);
  return null;
};

/** @param {HTMLInputElement} field */
const copy = async (field) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
  // Without TLS there is no clipboard; the old way still works.
  field.select();
  document.execCommand("copy");
};

/**
 * The address of `path` on this site, to be copied.
 * @param {{ path: string, label: string, button: string, copied: string }} props
 */
export const CopyLink = ({ path, label, button, copied }) => {
  const id = useId();
  /** @type {RefObject<HTMLInputElement>} */
  const fieldRef = useElement();
  const [done, setDone] = useState(0);
  const site = useAlive() ? location.origin : "";
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(0), SHOWN);
    return () => clearTimeout(timer);
  }, [done]);
  const press = () =>
    copy(fieldRef.current).then(
      () => setDone(done + 1),
      () => fieldRef.current.select(),
    );
  return createElement(
    "div",
    { className: "field" },
    createElement("label", { htmlFor: id }, label),
    createElement(
      "div",
      { className: "adding" },
      createElement("input", {
        id,
        ref: fieldRef,
        value: site + path,
        readOnly: true,
        dir: "ltr",
        onFocus: ({ target }) => target.select(),
      }),
      createElement("button", { type: "button", className: "btn", onClick: press }, button),
    ),
    createElement("span", { role: "status", className: "fine" }, done ? copied : null),
  );
};
