// Why a post stands in a list, and the ways to see less like it: each with what it does to today's posts, each one press, and each
// taken back where it was pressed.
import { createElement, Fragment, useEffect, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../i18n.js";
import { langOf } from "../written_language.js";
import "$/utils/texts/far_see_less.js";

/** @import { Texts } from "../i18n.js" */
/** @import { LessOffer, LessView, PostView, TextMessage } from "../../../tools/kit/types/views" */

const PATIENCE = 10000; // after so many milliseconds without an answer a button may be pressed again

const element = createElement;
/** @param {string} text */
const hidden = (text) => element("span", { className: "hidden-visually" }, ` · ${text}`);

/**
 * @param {string} language
 * @param {string} code
 */
const languageName = (language, code) => new Intl.DisplayNames([language], { type: "language", fallback: "code" }).of(code);

/** @typedef {{ offer: LessOffer, of: number, busy: boolean, onPress: (kind: string, value: string, wanted: boolean) => void }} OfferProps */

/**
 * One way: what it hides of today's posts, and the button that does it, or takes it back.
 * @param {OfferProps} props
 */
const Offer = ({ offer, of, busy, onPress }) => {
  const T = useTexts();
  const value = offer.kind === "language" ? languageName(T.language, offer.value) : offer.about || offer.value;
  const name = T(`see_less.${offer.kind}`, { value });
  return element(
    "li",
    { className: "choice" },
    element(
      "span",
      { className: "grow" },
      name,
      element("small", { className: "effect nums" }, T(offer.done ? "see_less.hidden" : "see_less.hides", { count: offer.count, of })),
    ),
    element(
      "button",
      { type: "button", className: "btn", "aria-busy": busy, onClick: () => onPress(offer.kind, offer.value, !offer.done) },
      T(offer.done ? "see_less.undo" : `see_less.do_${offer.kind}`),
      hidden(name),
    ),
  );
};

/**
 * A word of the headline: pressed, nothing with it is shown any more.
 * @param {OfferProps} props
 */
const Word = ({ offer, of, busy, onPress }) => {
  const T = useTexts();
  return element(
    "button",
    {
      type: "button",
      className: "offer",
      "aria-pressed": offer.done,
      "aria-busy": busy,
      onClick: () => onPress(offer.kind, offer.value, !offer.done),
    },
    element("bdi", { lang: langOf(offer.value) }, offer.value),
    element("small", { className: "nums", "aria-hidden": true }, T.number(offer.count)),
    hidden(T("see_less.hides", { count: offer.count, of })),
  );
};

/**
 * The offers of `look`. One that was taken is offered no more: it stays where it stood, to be taken back there.
 * @param {LessView} look
 */
const useOffers = ({ offers }) => {
  const [first] = useState(offers);
  /** @param {LessOffer} one */
  const same = (one) => (/** @type {LessOffer} */ other) => other.kind === one.kind && other.value === one.value;
  const before = first.map((one) => offers.find(same(one)) ?? { ...one, done: true });
  return [...before, ...offers.filter((one) => !first.some(same(one)))];
};

/** @param {{ look: LessView, error: TextMessage | null | undefined } & Pick<OfferProps, "busy" | "onPress">} props */
const Offers = ({ look, error, busy, onPress }) => {
  const T = useTexts();
  const offers = useOffers(look);
  const { of } = look;
  /** @param {LessOffer} offer */
  const row = (offer) => element(Offer, { key: `${offer.kind} ${offer.value}`, offer, of, busy, onPress });
  /** @param {LessOffer} offer */
  const word = (offer) => element(Word, { key: offer.value, offer, of, busy, onPress });
  return element(
    Fragment,
    null,
    element("h3", null, T("see_less.less")),
    error && element("div", { className: "alert", role: "alert" }, T(error.key, error.params)),
    element("ul", { className: "plain list" }, offers.map(row)),
    look.words.length > 0 &&
      element(
        "div",
        { className: "offers", role: "group", "aria-label": T("see_less.words") },
        element("span", null, T("see_less.words")),
        look.words.map(word),
      ),
    element("p", { className: "quiet-text" }, `${T("see_less.kept")} `, element(Link, { to: "/settings/choices" }, T("see_less.choices"))),
  );
};

/** @param {Texts} T */
const reader = (T) => element("p", null, `${T("see_less.reader")} `, element(Link, { to: "/welcome" }, T("see_less.choices")));
const waiting = element(
  "div",
  { "aria-hidden": true },
  element("div", { className: "shape" }),
  element("div", { className: "shape short" }),
);

/**
 * What the dialog says of `post`. `look` is what the server says of it, once it does; `answered` counts its answers; `known`: the reader
 * is a member, and may see less.
 * @typedef {{
 *   post: PostView, look: LessView | null | undefined, error: TextMessage | null | undefined, answered: number, known: boolean,
 *   onPress: (postId: number, kind: string, value: string, wanted: boolean) => void
 * }} SeeLessProps
 */

/**
 * What the dialog holds for one post.
 * @param {SeeLessProps} props
 */
export const SeeLessChoices = ({ post, look, error, answered, known, onPress }) => {
  const T = useTexts();
  const [busy, setBusy] = useState(false);
  useEffect(() => setBusy(false), [answered]);
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setTimeout(() => setBusy(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [busy]);
  /** @type {OfferProps["onPress"]} */
  const press = (kind, value, wanted) => {
    if (busy) return;
    setBusy(true);
    onPress(post.id, kind, value, wanted);
  };
  const about = { subwiki: post.subwiki_name, author: post.author, about: post.why_about };
  const offers = () => (look?.post_id === post.id ? element(Offers, { look, error, busy, onPress: press }) : waiting);
  return element(
    "div",
    { className: "stack" },
    element("p", { className: "quiet-text" }, element("bdi", { lang: langOf(post.headline, post.language) }, post.headline)),
    element("p", null, T(post.why.replace("why.", "see_less.because_"), about), " ", T("see_less.order", { at: T.moment(post.published) })),
    known ? offers() : reader(T),
  );
};
