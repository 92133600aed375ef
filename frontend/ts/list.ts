// Moving through a list or a board: J K move, X selects, Shift X selects up to here, Space previews, Enter or O opens,
// I takes it.
import { isShifted, isShortcut, meant } from "./keyboard";
import { signedOut } from "./requests";
import { trouble } from "./say";
import { fragment, post } from "./wire";
import { word } from "./words";

const ROWS = "[data-list] tbody tr, [data-list] .x-board-card";
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(ROWS)];
const current = (): HTMLElement | null => document.querySelector<HTMLElement>(".is-current");
const link = (row: Element | null): HTMLAnchorElement | null => row?.querySelector<HTMLAnchorElement>("[data-open]") ?? null;
const fingers = matchMedia("(max-width: 760px), (pointer: coarse)");
let anchor: HTMLElement | null = null;

function move(step: number): void {
  const all = rows();
  const now = current();
  const next = now ? all[all.indexOf(now) + step] : all[0];
  link(next ?? null)?.focus();
}

function pick(row: HTMLElement | null, range: boolean): void {
  const box = (each: Element | null): HTMLInputElement | null => each?.querySelector<HTMLInputElement>(".x-pick") ?? null;
  const mine = box(row);
  if (!row || !mine) return;
  const all = rows();
  const on = range || !mine.checked;
  const from = range && anchor ? all.indexOf(anchor) : all.indexOf(row);
  const [first, last] = [from, all.indexOf(row)].sort((a, b) => a - b);
  for (const each of all.slice(Math.max(first, 0), last + 1)) {
    const its = box(each);
    if (its) its.checked = on;
  }
  anchor = row;
  mine.dispatchEvent(new Event("change", { bubbles: true }));
}

let before = "";
async function preview(row: HTMLElement | null): Promise<boolean> {
  const place = document.getElementById("peek");
  const address = link(row)?.dataset.peek;
  if (!place || !address || !place.getClientRects().length) return false;
  const html = await fragment(place, address);
  if (html !== null) {
    before ||= place.innerHTML;
    place.innerHTML = html;
    for (const back of place.querySelectorAll<HTMLInputElement>("[data-back]")) back.value = document.querySelector<HTMLElement>("[data-take]")?.dataset.back ?? "";
  }
  return true;
}

/** Makes the record of a row one's own. The answer is the list as it stands now; of it this row alone is put in place (of
 * a board the board, since its card changes the column), with the counts of the views and the news. Focus and scroll
 * stay; a row that has left the list gives the focus to the one after it.
 */
async function take(row: HTMLElement): Promise<void> {
  const list = document.querySelector<HTMLElement>("[data-take]");
  const address = link(row)?.pathname;
  if (!list || !address || row.classList.contains("is-pending")) return;
  row.classList.add("is-pending");
  const answer = await post(address + list.dataset.take, new URLSearchParams({ back: list.dataset.back ?? "" })).catch(() => null);
  const now = new DOMParser().parseFromString((await answer?.text().catch(() => "")) ?? "", "text/html");
  row.classList.remove("is-pending");
  if (answer?.ok) put(row, list, now);
  else if (answer?.status === 401) signedOut();
  else if (answer?.status === 422) location.assign(address + list.dataset.take); // it asks for something first
  else trouble(now.querySelector("[role=alert] :is(p, li)")?.textContent?.trim() || word(answer ? "server_error" : "no_connection"));
}

function put(row: HTMLElement, list: HTMLElement, now: Document): void {
  const place = row.closest(".x-board") ?? row;
  const fresh = place === row ? now.getElementById(row.id) : now.querySelector(".x-board");
  const all = rows();
  const following = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1];
  const [on, picked] = [row.contains(document.activeElement), row.querySelector<HTMLInputElement>(".x-pick")?.checked];
  if (fresh) place.replaceWith(fresh);
  else if (following) place.remove();
  else list.replaceWith(now.getElementById("register") ?? ""); // it was the last: the list says so
  const after = document.getElementById(row.id) ?? following;
  const pick = after?.querySelector<HTMLInputElement>(".x-pick");
  if (pick && after?.id === row.id) pick.checked = Boolean(picked);
  if (on) link(after ?? null)?.focus({ preventScroll: true });
  else after?.classList.add("is-current");
  const said = [...now.querySelectorAll(".x-views .x-count, [data-announce]")];
  [...list.querySelectorAll(".x-views .x-count, [data-announce]")].forEach((each, at) => (each.textContent = said[at]?.textContent ?? each.textContent));
  document.getElementById("toasts")?.append(...now.querySelectorAll("[data-toast]"));
}

// The row is where the focus is, so that keys, mouse and screen reader agree.
document.addEventListener("focusin", (event) => {
  const row = (event.target as Element).closest<HTMLElement>(ROWS);
  if (!row) return;
  current()?.classList.remove("is-current");
  row.classList.add("is-current");
});

document.addEventListener("keydown", (event) => {
  if (!isShortcut(event) || !document.querySelector("[data-list]")) return;
  const key = meant(event);
  const onRow = (event.target as Element).closest?.("[data-open]");
  if (key === "j" || (key === "ArrowDown" && onRow)) move(1);
  else if (key === "k" || (key === "ArrowUp" && onRow)) move(-1);
  else if (key === "x") pick(current(), isShifted(event));
  else if (key === "o" && current()) link(current())?.click();
  else if (key === "i" && current() && document.querySelector("[data-take]")) void take(current() as HTMLElement);
  else if (key === " " && onRow) void preview(current());
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (target.closest("[data-peek-close]")) {
    const place = document.getElementById("peek");
    if (place) place.innerHTML = before;
    link(current())?.focus();
  } else if (!target.closest("a, button, label, input, summary")) {
    const row = target.closest<HTMLElement>(ROWS);
    if (!row || getSelection()?.toString()) return;
    link(row)?.focus();
    // Under a finger a row has no preview beside it: it opens.
    if (fingers.matches && !document.getElementById("peek")?.getClientRects().length) link(row)?.click();
    else void preview(row);
  }
});
