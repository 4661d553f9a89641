// Suggested amounts: those of the currency and the rhythm that are chosen in the form around them.
import { createElement, useEffect, useState } from "react";
import { useElement } from "../hooks.js";
import { useTexts } from "../i18n.js";

/** @import { RefObject } from "react" */
/** @import { AmountOffer } from "../../../tools/kit/types/views" */

/** @typedef {"once" | "monthly" | "yearly"} Rhythm */

/** @type {Readonly<Record<string, string>>} */
const REGIONS = { US: "USD", GB: "GBP", CH: "CHF", LI: "CHF", JP: "JPY", IL: "ILS", SE: "SEK" };

// Where people usually pay in one of the offered currencies; elsewhere the first stands.
const usualCurrency = () => REGIONS[new Intl.Locale(navigator.language).maximize().region ?? ""] ?? "";

/**
 * An amount as it is typed into the field.
 * @param {AmountOffer} offer
 * @param {number} amount
 */
const asTyped = (offer, amount) => String(amount / 10 ** offer.places);

/**
 * @param {string} language
 * @param {string} amount
 * @param {string} currency
 */
const formatAmount = (language, amount, currency) => {
  const options = /** @type {const} */ ({ style: "currency", currencyDisplay: "narrowSymbol", trailingZeroDisplay: "stripIfInteger" });
  return new Intl.NumberFormat(language, { ...options, currency }).format(Number(amount));
};

const STORED = "donation"; // the key in the tab's storage

/**
 * Who comes back without paying, by the page's own way or the browser's, finds what was filled in.
 * @param {SubmitEvent} event
 */
const storeForm = ({ target }) => {
  try {
    const form = /** @type {HTMLFormElement} */ (target);
    sessionStorage.setItem(STORED, JSON.stringify(Object.fromEntries(new FormData(form))));
  } catch {
    // A browser may forbid to store anything.
  }
};

/** @returns {Record<string, string> | null} */
const storedForm = () => {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (visit?.type !== "back_forward" && !location.search.includes("cancelled")) return null;
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? "null");
  } catch {
    return null;
  }
};

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} values
 */
const fillForm = (form, values) => {
  for (const field of /** @type {HTMLInputElement[]} */ ([...form.elements])) {
    const value = values[field.name];
    if (field.type === "checkbox") field.checked = value !== undefined;
    else if (value === undefined) continue;
    else if (field.type === "radio") field.checked = value === field.value;
    else if (field.type !== "hidden") field.value = value;
  }
};

/**
 * The fields of the form that are read here.
 * @param {Element} inside
 */
const fieldsAround = (inside) => {
  const form = /** @type {HTMLFormElement} */ (inside.closest("form"));
  const fields = /** @type {Record<"kind" | "currency" | "amount", HTMLInputElement>} */ (/** @type {unknown} */ (form.elements));
  return { form, fields };
};

/**
 * Buttons of suggested amounts; a press fills the field `amount`. `offers`: currency → its amounts; `label` is a key of the catalogue.
 * @param {{ offers: Record<string, AmountOffer>, label: string }} props
 */
export const SuggestedAmounts = ({ offers, label }) => {
  const T = useTexts();
  /** @type {RefObject<HTMLDivElement>} */
  const ref = useElement();
  const [chosen, setChosen] = useState({ kind: /** @type {Rhythm} */ ("once"), currency: Object.keys(offers)[0] ?? "", amount: "" });
  useEffect(() => {
    const { form, fields } = fieldsAround(ref.current);
    const filled = fields.amount.value ? null : storedForm();
    if (filled) fillForm(form, filled);
    else if (!fields.amount.value && offers[usualCurrency()]) fields.currency.value = usualCurrency();
    const kind = () => /** @type {Rhythm} */ (fields.kind.value);
    const suggested = () => {
      const offer = offers[fields.currency.value];
      return offer ? offer[kind()].map((amount) => asTyped(offer, amount)) : [];
    };
    let before = suggested();
    const read = () => {
      const now = suggested();
      // What was suggested before gives way to what is suggested now; what somebody typed stays.
      const same = now[before.indexOf(fields.amount.value)];
      if (same !== undefined) fields.amount.value = same;
      before = now;
      setChosen({ kind: kind(), currency: fields.currency.value, amount: fields.amount.value.trim() });
    };
    read();
    form.addEventListener("input", read);
    form.addEventListener("submit", storeForm);
    return () => {
      form.removeEventListener("input", read);
      form.removeEventListener("submit", storeForm);
    };
  }, [ref, offers]);
  /** @param {string} value */
  const fillAmount = (value) => {
    const { amount } = fieldsAround(ref.current).fields;
    amount.value = value;
    amount.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const offer = offers[chosen.currency];
  /**
   * @param {AmountOffer} of
   * @param {number} amount
   */
  const button = (of, amount) => {
    const value = asTyped(of, amount);
    return createElement(
      "button",
      { key: amount, type: "button", "aria-pressed": chosen.amount === value, onClick: () => fillAmount(value), className: "nums" },
      formatAmount(T.language, value, chosen.currency),
    );
  };
  return createElement(
    "div",
    { ref, className: "segments", role: "group", "aria-label": T(label) },
    offer?.[chosen.kind].map((amount) => button(offer, amount)),
    createElement("input", { type: "hidden", name: "language", value: T.language }),
  );
};
