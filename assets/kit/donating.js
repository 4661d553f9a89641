// Suggested amounts: those of the currency and the rhythm that are chosen in the form around them.
import { createElement, useEffect, useRef, useState } from "react";
import { useTexts } from "$/public/kit/texts.js";

// Where people usually pay in one of the offered currencies; elsewhere the first stands.
const REGIONS = { US: "USD", GB: "GBP", CH: "CHF", LI: "CHF", JP: "JPY", IL: "ILS", SE: "SEK" };

const typed = (offer, amount) => String(amount / 10 ** offer.places);
const written = (language, amount, currency) =>
  new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol", trailingZeroDisplay: "stripIfInteger" }).format(amount);
const usual = () => REGIONS[new Intl.Locale(navigator.language).maximize().region];

/** `offers`: currency → {places, once, monthly, yearly}, amounts in the smallest unit. A press fills the field `amount`. */
export const Suggested = ({ offers, label }) => {
  const T = useTexts();
  const here = useRef(null);
  const [chosen, setChosen] = useState({ kind: "once", currency: Object.keys(offers)[0], amount: "" });
  useEffect(() => {
    const form = here.current.closest("form");
    const { currency, amount } = form.elements;
    if (!amount.value && offers[usual()]) currency.value = usual();
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
    return () => form.removeEventListener("input", read);
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
