// What a page says when the line to the server is dead.
import { createElement, useSyncExternalStore } from "react";
import { trouble } from "./line.js";

/** @import { ReactNode } from "react" */

/**
 * Says that the line is dead, as long as it is: in words of its own when the browser knows why (`offline`), or nobody answers.
 * @param {{ offline: ReactNode, unreachable: ReactNode }} props
 */
export const ConnectionNotice = ({ offline, unreachable }) => {
  const kind = useSyncExternalStore(trouble.subscribe, trouble.get, trouble.first);
  const words = kind === "offline" ? offline : kind ? unreachable : null;
  // The element is there before its words, so that they are spoken.
  return createElement("div", { role: "status", className: words ? "offline" : "hidden-visually" }, words);
};
