// "Why is this here?", on every post in a list: its reason is the button. What that opens is fetched when it is first pressed.
import { createElement, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { useElement } from "../hooks.js";
import { useTexts } from "../i18n.js";

/** @import { FunctionComponent, RefObject } from "react" */
/** @import { PostView } from "../../../tools/kit/types/views" */
/** @import { SeeLessProps } from "./see_less_dialog.js" */

/** @type {(post: PostView) => void} */
let show = () => {};

/**
 * The reason why a post stands in this list; a press says more, and offers less of it.
 * @param {{ post: PostView }} props
 */
export const WhyButton = ({ post }) => {
  const T = useTexts();
  // That a list of everything holds everything is said above it, and not on each card.
  const plain = post.why === "why.everything";
  return createElement(
    "button",
    { type: "button", className: plain ? "why short" : "why", "aria-haspopup": "dialog", onClick: () => show(post) },
    plain ? T("why.short") : T(post.why, { about: post.why_about }),
    createElement("span", { className: "hidden-visually" }, ` · ${T("why.more")}`),
  );
};

const Unreachable = () => createElement("p", { role: "alert", className: "alert" }, useTexts()("error.unreachable"));

/**
 * The dialog of a list. `shown` counts its posts; `turn` what was changed here, after which `onChanged(shown)` reads them anew.
 * `onAsk(postId)` asks for what is said of a post.
 * @param {Omit<SeeLessProps, "post"> & {
 *   shown: number, turn: number, onAsk: (postId: number) => void, onChanged: (shown: number) => void
 * }} props
 */
export const SeeLess = ({ shown, turn, onAsk, onChanged, ...rest }) => {
  const T = useTexts();
  /** @type {RefObject<HTMLDialogElement>} */
  const ref = useElement();
  const opener = useRef(/** @type {Element | null} */ (null));
  const heading = useId();
  const before = useRef(turn);
  const [post, setPost] = useState(/** @type {PostView | null} */ (null));
  const [fetched, setFetched] = useState({ content: /** @type {FunctionComponent<SeeLessProps> | null} */ (null) });
  useEffect(() => {
    show = (of) => {
      opener.current = document.activeElement;
      setPost(of);
      onAsk(of.id);
      if (fetched.content && fetched.content !== Unreachable) return;
      import("./see_less_dialog.js").then(
        (made) => setFetched({ content: made.SeeLessChoices }),
        () => setFetched({ content: Unreachable }),
      );
    };
  });
  useEffect(() => {
    if (post && !ref.current.open) ref.current.showModal();
  }, [ref, post]);
  const reread = useEffectEvent(() => {
    if (post && turn > before.current) onChanged(shown);
    before.current = turn;
  });
  useEffect(() => reread(), [turn]);
  const closed = () => {
    setPost(null);
    // The post that was asked about may be gone: reading goes on in the list.
    if (!opener.current?.isConnected) document.getElementById("main")?.focus();
  };
  return createElement(
    "dialog",
    { ref, className: "low", "aria-labelledby": heading, onClose: closed },
    post &&
      createElement(
        "div",
        { className: "row apart sheet-head" },
        createElement("h2", { id: heading }, T("why.title")),
        createElement("button", { type: "button", className: "btn", onClick: () => ref.current.close() }, T("why.close")),
      ),
    post && fetched.content && createElement(fetched.content, { ...rest, post, key: post.id }),
  );
};
