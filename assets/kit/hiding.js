// What this person chose not to see, by the rule of wtsocial/hiding.py: of what is new, nobody is told of it. The server
// spreads texts and chosen words out in the same way, so that only strings are looked up here.

/** Whether the rule ({} hides nothing) hides what a hint says of a new post. */
export const hides = (rule, post) =>
  Boolean(rule?.words) &&
  !(rule.me && post.author === rule.me) &&
  (rule.words.some((word) => post.said.includes(word)) ||
    rule.sources.includes(post.domain) ||
    rule.people.includes(post.author) ||
    post.tags.some((tag) => rule.tags.includes(tag)) ||
    (rule.languages.length > 0 && post.language !== "" && !rule.languages.includes(post.language)) ||
    (rule.sensitive === "hide" && post.sensitive));
