// Asks every 30 s what is new on this record, pauses while the page is hidden, and offers it: text never moves by itself.
import { readFirst } from "./composer";
import { say } from "./say";
import { word } from "./words";

const place = document.getElementById("live");
const address = place?.dataset.live;
const PERIOD = 30_000;
let tag = "";

async function ask(): Promise<void> {
  if (document.hidden || !place || !address) return;
  const answer = await fetch(address, { headers: { "HX-Request": "true", ...(tag ? { "If-None-Match": tag } : {}) } }).catch(() => null);
  if (answer?.status !== 200) return;
  tag = answer.headers.get("ETag") ?? "";
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  const items = [...box.content.querySelectorAll<HTMLElement>("li[id]")].filter((item) => !document.getElementById(item.id));
  if (items.length) offer(items, box.content.querySelector<HTMLElement>("[data-seen]")?.dataset.seen ?? "");
}

function offer(items: HTMLElement[], seen: string): void {
  const text = word("new_messages", { count: items.length });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "x-btn is-small", textContent: text });
  button.addEventListener("click", () => {
    document.getElementById("timeline")?.prepend(...items);
    place?.replaceChildren();
  });
  place?.replaceChildren(button);
  say(text);
  readFirst(items.filter((item) => item.matches(".x-message:not(.is-note)")), seen);
}

if (address) {
  window.setInterval(() => void ask(), PERIOD);
  document.addEventListener("visibilitychange", () => void ask());
}
