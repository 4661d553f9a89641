// Actions that have no room on a phone: there they stand behind one button; on a desk they stand in the row.
import { createElement, Fragment, useId, useState } from "react";

/** @import { ReactNode } from "react" */

/**
 * @param {{ label: string, children?: ReactNode }} props
 */
export const MoreActions = ({ label, children }) => {
  const id = useId();
  const [open, setOpen] = useState(false);
  return createElement(
    Fragment,
    null,
    createElement(
      "button",
      { type: "button", className: "act rest-button", "aria-expanded": open, "aria-controls": id, onClick: () => setOpen(!open) },
      createElement("span", { "aria-hidden": true }, "⋯"),
      createElement("span", { className: "hidden-visually" }, label),
    ),
    createElement("div", { id, className: open ? "rest open" : "rest" }, children),
  );
};
