// Prepared texts: what is chosen comes into the reason of the form, where it can be changed; what stands there already stays.
import { createElement } from "react";
import { withText } from "./prepared_reason.js";

/** @import { ChangeEvent, ReactNode } from "react" */

/** @param {ChangeEvent<HTMLSelectElement>} event */
const fill = ({ target }) => {
  const reason = target.form?.querySelector("textarea[name=reason]");
  if (!target.value || !(reason instanceof HTMLTextAreaElement)) return;
  reason.value = withText(reason.value, target.value);
  reason.dispatchEvent(new Event("input", { bubbles: true }));
};

/** @param {{ children?: ReactNode }} props */
export const PreparedTexts = ({ children }) => createElement("div", { onChange: fill }, children);
