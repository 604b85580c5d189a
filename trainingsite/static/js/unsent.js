// Answers that the server does not have yet, kept in this browser: by person, attempt and question. No time is kept.
//
// posts: what is to be sent, the oldest first, at most two: one that was sent already, of which nobody knows whether it
// arrived, and the newest. seen: the revision that the first one was made from. words: why the server would not have it;
// isElsewhere: since there is a newer answer, with this revision.

const PREFIX = "unsent-answer";
const memory = new Map(); // for a browser that keeps nothing: better than losing it at once

export const keyOf = (person, attempt, place) => [PREFIX, person, attempt, place].join(":");

const parse = (text) => {
  try {
    const entry = JSON.parse(text);
    return Array.isArray(entry?.posts) && entry.posts.length ? entry : null;
  } catch {
    return null;
  }
};

export const read = (key) => {
  try {
    return parse(localStorage.getItem(key)) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
};

// Whether it outlives this page.
export const write = (key, entry) => {
  memory.set(key, entry);
  try {
    localStorage.setItem(key, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
};

export const remove = (key) => {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // It was never kept.
  }
};

// The keys of this person; of one attempt if that is named.
export const keysOf = (person, attempt) => {
  const start = attempt ? keyOf(person, attempt, "") : `${PREFIX}:${person}:`;
  const found = new Set(memory.keys());
  try {
    for (let at = 0; at < localStorage.length; at += 1) found.add(localStorage.key(at));
  } catch {
    // Nothing is kept here.
  }
  return [...found].filter((key) => key.startsWith(start)).sort();
};

export const placeIn = (key) => Number(key.split(":")[3]);

// The newest answer takes the place of one that was never sent, and stands behind one that perhaps arrived.
export const keep = (key, body, seen) => {
  const entry = read(key) ?? { seen, posts: [] };
  const tried = entry.words ? [] : entry.posts.filter((post) => post.isTried && post.body !== body).slice(0, 1);
  return write(key, { seen: entry.posts.length ? entry.seen : seen, posts: [...tried, { body, isTried: false }] });
};
