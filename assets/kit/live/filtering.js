// What this person chose not to see, by the rule of wtsocial/choices/filtering.py: new posts that it matches are not counted. The server
// spreads texts and chosen words out in the same way, so that only strings are looked up here.

/** @import { FilterRule, PostFacts } from "../../../tools/kit/types/views" */

/**
 * Whether a rule was sent at all: one that hides nothing is sent empty.
 * @param {Partial<FilterRule> | undefined} rule
 * @returns {rule is FilterRule}
 */
const isRule = (rule) => Boolean(rule?.words);

/**
 * Whether the rule matches a post.
 * @param {Partial<FilterRule> | undefined} rule
 * @param {PostFacts} post
 */
export const isFiltered = (rule, post) =>
  isRule(rule) &&
  !(rule.me && post.author === rule.me) &&
  (rule.words.some((word) => post.said.includes(word)) ||
    rule.sources.includes(post.domain) ||
    rule.people.includes(post.author) ||
    post.tags.some((tag) => rule.tags.includes(tag)) ||
    (rule.languages.length > 0 && post.language !== "" && !rule.languages.includes(post.language)) ||
    (rule.sensitive === "hide" && post.sensitive));
