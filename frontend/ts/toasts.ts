// Short news goes by itself after 8 s (20 s where motion is reduced), but not while somebody is at it, and never bad news.
import { say } from "./say";

const region = document.getElementById("toasts");
const LIFE = matchMedia("(prefers-reduced-motion: reduce)").matches ? 20_000 : 8_000;

function welcome(toast: HTMLElement): void {
  say(toast.querySelector("span")?.textContent ?? "");
  if (toast.classList.contains("is-bad")) return;
  let timer = window.setTimeout(leave, LIFE);
  function leave(): void {
    if (toast.matches(":hover, :focus-within")) timer = window.setTimeout(leave, 2_000);
    else toast.remove();
  }
  toast.addEventListener("mouseleave", () => {
    clearTimeout(timer);
    timer = window.setTimeout(leave, 2_000);
  });
}

if (region) {
  region.querySelectorAll<HTMLElement>("[data-toast]").forEach(welcome);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof HTMLElement && node.matches("[data-toast]")) welcome(node);
  }).observe(region, { childList: true });
  region.addEventListener("click", (event) => {
    const toast = (event.target as Element).closest("[data-toast-close]")?.closest("[data-toast]");
    toast?.remove();
  });
}

/** Says something that happened in the browser only. */
export function toast(text: string): void {
  const box = document.createElement("div");
  box.className = "x-toast";
  box.dataset.toast = "";
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  region?.append(box);
}
