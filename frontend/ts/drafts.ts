// What somebody writes is kept: in this browser at every key, with the server 2 s after the last. Sending forgets it.
import { signedOut } from "./requests";
import { post } from "./wire";
import { word } from "./words";

const KEY = "fettle-draft:";
const timers = new WeakMap<HTMLFormElement, number>();
const area = (form: Element): HTMLTextAreaElement | null => form.querySelector("textarea[name=text]");

function keep(form: HTMLFormElement): void {
  const text = area(form)?.value ?? "";
  try {
    if (text) localStorage.setItem(KEY + form.dataset.draft, text);
    else localStorage.removeItem(KEY + form.dataset.draft);
  } catch {
    // storage is full or forbidden; the server still has the draft
  }
}

function tell(form: HTMLFormElement, text: string, bad: boolean): void {
  const place = form.querySelector("[data-draft-state]");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("is-bad", bad);
}

async function save(form: HTMLFormElement): Promise<void> {
  const body = new URLSearchParams({ text: area(form)?.value ?? "" });
  const answer = await post(form.dataset.draft ?? "", body).catch(() => null);
  if (answer?.ok) {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    tell(form, word("saved", { time }), false);
  } else {
    tell(form, word("not_saved"), true);
    if (answer?.status === 401) signedOut();
  }
}

document.addEventListener("input", (event) => {
  const form = (event.target as Element).closest<HTMLFormElement>("form[data-draft]");
  if (!form || !(event.target as Element).matches("textarea[name=text]")) return;
  keep(form);
  clearTimeout(timers.get(form));
  timers.set(form, window.setTimeout(() => void save(form), 2000));
});

/** Brings back what this browser kept and the server does not have. */
function restore(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    const text = area(form);
    const kept = localStorage.getItem(KEY + form.dataset.draft);
    if (text && kept && !text.value) text.value = kept;
  }
}

function forget(form: Element): void {
  const address = (form as HTMLElement).dataset?.draft;
  if (!address) return;
  clearTimeout(timers.get(form as HTMLFormElement));
  localStorage.removeItem(KEY + address);
}

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = (event as CustomEvent).detail;
  if (ctx.sourceElement instanceof Element && ctx.response?.status < 300) forget(ctx.sourceElement);
});
document.addEventListener("submit", (event) => {
  if (!(event.target as Element).matches("[data-sign-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(KEY)) localStorage.removeItem(key);
});
restore();
