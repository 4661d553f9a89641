// What members' flags, or a moderator, folded away: one tap shows it.
import { createElement, Fragment } from "react";

/** @import { ReactNode } from "react" */

/**
 * The children, folded under their `label` while they are `covered`.
 * @param {{ covered: boolean, label: string, children?: ReactNode }} props
 */
export const Cover = ({ covered, label, children }) =>
  covered
    ? createElement("details", { className: "cover-fold" }, createElement("summary", null, label), children)
    : createElement(Fragment, null, children);
