// Drafts of choices, as plain values: reading and writing their parts, comparing them, and what a typed line adds to one.
// It knows no page.

/** The part of a document, as `hide.words`. */
export const read = (document, part) => part.split(".").reduce((at, name) => at?.[name], document);

/** The document with another value in one of its parts. */
export const written = (document, part, value) => {
  const [first, ...rest] = part.split(".");
  return { ...document, [first]: rest.length ? written(document?.[first], rest.join("."), value) : value };
};

// A document as the set of what it says, whatever the order of its lists and names.
const facts = (value, path = "") => {
  if (Array.isArray(value)) return value.map((one) => `${path}=${one}`);
  if (path.startsWith(".notices.")) return [`${path}:${JSON.stringify([value.site, value.mail])}`];
  if (value && typeof value === "object") return Object.entries(value).flatMap(([name, inner]) => facts(inner, `${path}.${name}`));
  return [`${path}:${value}`];
};

/** How many choices differ between two documents: each that came, that went, or that is another now. */
export const changesIn = (before, after) => {
  if (!before || !after || before === after) return 0;
  const [old, young] = [new Set(facts(before)), new Set(facts(after))];
  const gone = [...old].filter((fact) => !young.has(fact));
  const came = [...young].filter((fact) => !old.has(fact));
  const single = came.filter((fact) => /^[^=]*:/.test(fact)); // it took the place of one that is gone, or of what is usual
  const replaced = gone.filter((fact) => /^[^=]*:/.test(fact)).length;
  return gone.length + came.length - Math.min(single.length, replaced);
};

/** Whether two documents say the same. */
export const sameChoices = (before, after) => changesIn(before, after) === 0;

const isList = (one) => Array.isArray(one);
const isGroup = (one) => one !== null && typeof one === "object" && !isList(one);

/** What was changed from `before` to `mine`, done to `theirs` in its stead: what came or went elsewhere stays as it is there. */
export const rebased = (before, mine, theirs) => {
  if (isList(mine) && isList(theirs)) {
    const [was, is] = [new Set(before ?? []), new Set(mine)];
    const kept = theirs.filter((one) => is.has(one) || !was.has(one));
    return [...kept, ...mine.filter((one) => !was.has(one) && !kept.includes(one))];
  }
  if (isGroup(mine) && isGroup(theirs)) {
    const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
    const made = names.map((name) => [name, rebased(before?.[name], mine[name], theirs[name])]);
    return Object.fromEntries(made.filter(([, value]) => value !== undefined));
  }
  return JSON.stringify(mine) === JSON.stringify(before) ? theirs : mine;
};

const CLEAN = {
  tags: (text) => text.replace(/^[#＃]+/, "").toLocaleLowerCase(),
  sources: (text) => text.replace(/^[a-z]+:\/\//i, "").split(/[/?#]/)[0].replace(/^www\./i, "").toLocaleLowerCase(),
  people: (text) => text.replace(/^@/, ""),
  words: (text) => text,
};

const PHRASES = /[,،，、\n]/;
const SINGLE = /[,،，、\s]+/; // no space is ever in a name or a tag

/** What a typed line adds to a part: it may hold several, with commas between, or spaces where none can be inside. */
export const listed = (part, line) => {
  const kind = part.split(".").at(-1);
  const clean = CLEAN[kind] ?? CLEAN.words;
  const found = line.split(kind === "tags" || kind === "people" ? SINGLE : PHRASES).map((one) => clean(one.trim()).trim()).filter(Boolean);
  return [...new Set(found)];
};
