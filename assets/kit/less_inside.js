// Why a post stands in a list, and the ways to see less like it: each with what it does to today's posts, each one press, and each
// taken back where it was pressed.
import { createElement, Fragment, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "$/public/kit/texts.js";
import "$/utils/texts/far_seeing.js";

const PATIENCE = 10000; // after so many milliseconds without an answer a button may be pressed again

const element = createElement;
const hidden = (text) => element("span", { className: "hidden-visually" }, ` · ${text}`);

const spoken = (language, code) => new Intl.DisplayNames([language], { type: "language", fallback: "code" }).of(code);

// One way: what it hides of today's posts, and the button that does it, or takes it back.
const Offer = ({ offer, of, busy, onPress }) => {
  const T = useTexts();
  const value = offer.kind === "language" ? spoken(T.language, offer.value) : offer.about || offer.value;
  const name = T(`seeing.${offer.kind}`, { value });
  return element(
    "li",
    { className: "choice" },
    element("span", { className: "grow" }, name, element("small", { className: "effect nums" }, T(offer.done ? "seeing.hidden" : "seeing.hides", { count: offer.count, of }))),
    element(
      "button",
      { type: "button", className: "btn", "aria-busy": busy, onClick: () => onPress(offer.kind, offer.value, !offer.done) },
      T(offer.done ? "seeing.undo" : `seeing.do_${offer.kind}`),
      hidden(name),
    ),
  );
};

// A word of the headline: pressed, nothing with it is shown any more.
const Word = ({ offer, of, busy, onPress }) => {
  const T = useTexts();
  return element(
    "button",
    { type: "button", className: "offer", "aria-pressed": offer.done, "aria-busy": busy, onClick: () => onPress(offer.kind, offer.value, !offer.done) },
    element("bdi", null, offer.value),
    element("small", { className: "nums", "aria-hidden": true }, T.number(offer.count)),
    hidden(T("seeing.hides", { count: offer.count, of })),
  );
};

// What was left is offered no more: it stays where it stood, to be taken back there.
const useOffers = ({ offers }) => {
  const first = useRef(offers);
  const same = (one) => (other) => other.kind === one.kind && other.value === one.value;
  const kept = first.current.map((one) => offers.find(same(one)) ?? { ...one, done: true });
  return [...kept, ...offers.filter((one) => !first.current.some(same(one)))];
};

const Ways = ({ look, error, busy, onPress }) => {
  const T = useTexts();
  const offers = useOffers(look);
  const { of } = look;
  const row = (offer) => element(Offer, { key: `${offer.kind} ${offer.value}`, offer, of, busy, onPress });
  const word = (offer) => element(Word, { key: offer.value, offer, of, busy, onPress });
  return element(
    Fragment,
    null,
    element("h3", null, T("seeing.less")),
    error && element("div", { className: "alert", role: "alert" }, T(error.key, error.params)),
    element("ul", { className: "plain list" }, offers.map(row)),
    look.words.length > 0 && element("div", { className: "offers", role: "group", "aria-label": T("seeing.words") }, element("span", null, T("seeing.words")), look.words.map(word)),
    element("p", { className: "quiet-text" }, `${T("seeing.kept")} `, element(Link, { to: "/settings/choices" }, T("seeing.choices"))),
  );
};

const reader = (T) => element("p", null, `${T("seeing.reader")} `, element(Link, { to: "/welcome" }, T("seeing.choices")));
const waiting = element("div", { "aria-hidden": true }, element("div", { className: "shape" }), element("div", { className: "shape short" }));

/** What the sheet holds for one post. `look` is what the server says of it, once it does. */
export const Inside = ({ post, look, error, answered, known, onPress }) => {
  const T = useTexts();
  const [busy, setBusy] = useState(false);
  useEffect(() => setBusy(false), [answered]);
  useEffect(() => {
    const timer = busy && setTimeout(() => setBusy(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [busy]);
  const press = (kind, value, wanted) => {
    if (busy) return;
    setBusy(true);
    onPress(post.id, kind, value, wanted);
  };
  const about = { subwiki: post.subwiki_name, author: post.author, about: post.why_about };
  const ways = () => (look?.post_id === post.id ? element(Ways, { look, error, busy, onPress: press }) : waiting);
  return element(
    "div",
    { className: "stack" },
    element("p", { className: "quiet-text" }, element("bdi", null, post.headline)),
    element("p", null, T(post.why.replace("why.", "seeing.because_"), about), " ", T("seeing.order", { at: T.moment(post.published) })),
    known ? ways() : reader(T),
  );
};
