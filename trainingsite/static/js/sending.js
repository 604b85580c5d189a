// Sends the unsent answers of one attempt, one after the other, and tries again until they are stored or refused.

import { show } from "./saving_notices.js";
import { keysOf, placeIn, read, remove, write } from "./unsent.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 20000;
const LONGEST_ANSWER = 15000;
const MOST_KEPT_ALIVE = 60000;

const KINDS = { 200: "stored", 204: "stored", 404: "closed", 409: "elsewhere", 410: "closed" };

// What becomes of one answer. "away": no answer, or none that says anything; "out": nobody is signed in here any more.
const outcomeOf = (response, said) => {
  if (said.words && response.status === 200) return "incomplete";
  if (response.type === "opaqueredirect" || response.status === 403) return "out";
  return KINDS[response.status] ?? "away";
};

export class Sender {
  constructor(place, tell) {
    this.place = place; // the element that says for whom, for which attempt and where to, with a notice for each trouble
    this.tell = tell; // called with each outcome: kind, place of the question, what the server said
    this.wait = FIRST_WAIT;
    this.running = null;
    addEventListener("online", () => this.run());
  }

  keys() {
    return keysOf(this.place.dataset.saves, this.place.dataset.attempt);
  }

  report(kind, number, said) {
    const isHere = number === Number(this.place.dataset.place);
    if (kind === "away" || kind === "out" || kind === "closed") show(this.place, kind, number, said.words);
    else if (kind === "elsewhere" && isHere) show(this.place, kind);
    else if (isHere || kind === "stored") show(this.place, "");
    this.tell(kind, number, said);
  }

  // True when everything was stored.
  run() {
    clearTimeout(this.timer);
    this.running ??= this.all().finally(() => (this.running = null));
    return this.running;
  }

  async all() {
    for (const key of this.keys()) {
      for (let entry = read(key); entry && !entry.words; entry = read(key)) {
        const kind = await this.one(key, entry);
        if (kind === "away" || kind === "out") return false;
        if (kind !== "stored") break;
      }
    }
    return this.keys().length === 0;
  }

  async one(key, entry) {
    const [post] = entry.posts;
    post.isTried = true;
    write(key, entry);
    const { kind, said } = await this.post(placeIn(key), `${post.body}&revision=${entry.seen}`);
    if (kind === "away" || kind === "out") {
      this.report(kind, placeIn(key), said);
      if (kind === "away") this.later();
      return kind;
    }
    this.wait = FIRST_WAIT;
    const now = read(key); // another answer may have come meanwhile
    const rest = (now?.posts ?? []).filter((other) => other.body !== post.body);
    if (kind === "stored" && rest.length) write(key, { seen: said.revision, posts: rest });
    else if (kind === "stored" || kind === "closed") remove(key);
    else if (kind === "incomplete" && rest.length) write(key, { seen: entry.seen, posts: rest });
    else if (now) write(key, { seen: entry.seen, posts: now.posts.slice(-1), ...said, isElsewhere: kind === "elsewhere" });
    this.report(kind === "incomplete" && rest.length ? "saving" : kind, placeIn(key), said);
    return kind === "incomplete" && rest.length ? "stored" : kind;
  }

  async post(place, fields) {
    const body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
    const address = this.place.dataset.address.replace("/0/", `/${place}/`);
    try {
      const signal = AbortSignal.timeout(LONGEST_ANSWER);
      // So that leaving the page does not end it; for more than this browsers refuse.
      const keepalive = body.toString().length < MOST_KEPT_ALIVE;
      const response = await fetch(address, { method: "POST", body, redirect: "manual", keepalive, signal });
      const isData = response.headers.get("content-type")?.startsWith("application/json");
      const said = isData ? await response.json() : {};
      return { kind: outcomeOf(response, said), said };
    } catch {
      return { kind: "away", said: {} };
    }
  }

  later() {
    this.timer = setTimeout(() => this.run(), this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }
}
