// The address that a mail was sent to, kept in this tab: no server tells it to anybody, and no address line shows it.
import { createElement } from "react";
import { useAlive } from "../hooks.js";
import { useTexts } from "../i18n.js";
import "$/utils/texts/far_confirm.js";

const STORED = "written-to"; // the key in the tab's storage

/**
 * Keep the address that stands in a form.
 * @param {HTMLFormElement} form
 */
export const rememberAddress = (form) => {
  const address = new FormData(form).get("email");
  try {
    sessionStorage.setItem(STORED, typeof address === "string" ? address.trim() : "");
  } catch {
    // A browser may forbid to store anything: then the page does not say which address it was.
  }
};

const readAddress = () => {
  try {
    return sessionStorage.getItem(STORED) ?? "";
  } catch {
    return "";
  }
};

/** Which address a mail was sent to, when it was sent from this tab. */
export const WrittenTo = () => {
  const T = useTexts();
  const alive = useAlive();
  const address = alive ? readAddress() : "";
  return address ? createElement("p", { className: "notice" }, T("confirm.wrote", { address })) : null;
};
