// Suggested amounts: those of the currency and the rhythm that are chosen in the form around them.
import { createElement, useEffect, useRef, useState } from "react";
import { useTexts } from "$/public/kit/texts.js";

// Where people usually pay in one of the offered currencies; elsewhere the first stands.
const REGIONS = { US: "USD", GB: "GBP", CH: "CHF", LI: "CHF", JP: "JPY", IL: "ILS", SE: "SEK" };

const typed = (offer, amount) => String(amount / 10 ** offer.places);
const written = (language, amount, currency) =>
  new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol", trailingZeroDisplay: "stripIfInteger" }).format(amount);
const usual = () => REGIONS[new Intl.Locale(navigator.language).maximize().region];

// Who comes back without paying, by the page's own way or the browser's, finds what was filled in.
const PLACE = "donation";
const keep = ({ target }) => {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(Object.fromEntries(new FormData(target))));
  } catch {
    // A browser may forbid to keep anything.
  }
};
const kept = () => {
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward" || location.search.includes("cancelled");
  try {
    return back ? JSON.parse(sessionStorage.getItem(PLACE)) : null;
  } catch {
    return null;
  }
};
const fill = (form, values) => {
  for (const field of form.elements) {
    if (field.type === "radio") field.checked = field.name in values ? values[field.name] === field.value : field.checked;
    else if (field.type === "checkbox") field.checked = field.name in values;
    else if (field.name in values && field.type !== "hidden") field.value = values[field.name];
  }
};

/** `offers`: currency → {places, once, monthly, yearly}, amounts in the smallest unit. A press fills the field `amount`. */
export const Suggested = ({ offers, label }) => {
  const T = useTexts();
  const here = useRef(null);
  const [chosen, setChosen] = useState({ kind: "once", currency: Object.keys(offers)[0], amount: "" });
  useEffect(() => {
    const form = here.current.closest("form");
    const { currency, amount } = form.elements;
    const filled = amount.value ? null : kept();
    if (filled) fill(form, filled);
    else if (!amount.value && offers[usual()]) currency.value = usual();
    const listed = (kind) => offers[currency.value][kind].map((one) => typed(offers[currency.value], one));
    let before = listed(form.elements.kind.value);
    const read = () => {
      const now = listed(form.elements.kind.value);
      // What was suggested before gives way to what is suggested now; what somebody typed stays.
      const place = before.indexOf(amount.value);
      if (place >= 0) amount.value = now[place];
      before = now;
      setChosen({ kind: form.elements.kind.value, currency: currency.value, amount: amount.value.trim() });
    };
    read();
    form.addEventListener("input", read);
    form.addEventListener("submit", keep);
    return () => {
      form.removeEventListener("input", read);
      form.removeEventListener("submit", keep);
    };
  }, [offers]);
  const offer = offers[chosen.currency];
  const take = (value) => {
    const { amount } = here.current.closest("form").elements;
    amount.value = value;
    amount.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const one = (amount) => {
    const value = typed(offer, amount);
    const pressed = chosen.amount === value;
    const props = { key: amount, type: "button", "aria-pressed": pressed, onClick: () => take(value), className: "nums" };
    return createElement("button", props, written(T.language, value, chosen.currency));
  };
  return createElement(
    "div",
    { ref: here, className: "segments", role: "group", "aria-label": T(label) },
    offer[chosen.kind].map(one),
    createElement("input", { type: "hidden", name: "language", value: T.language }),
  );
};
