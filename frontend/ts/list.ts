// Moving through a list or a board: J K move, X selects, Shift X selects up to here, Space previews, Enter or O opens,
// I takes it.
import { isShortcut } from "./keyboard";
import { csrf, fragment } from "./wire";

const ROWS = "[data-list] tbody tr, [data-list] .x-board-card";
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(ROWS)];
const current = (): HTMLElement | null => document.querySelector<HTMLElement>(".is-current");
const link = (row: Element | null): HTMLAnchorElement | null => row?.querySelector<HTMLAnchorElement>("[data-open]") ?? null;
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

/** Makes the record of a row one's own and comes back to this list. */
function take(row: HTMLElement | null): boolean {
  const list = document.querySelector<HTMLElement>("[data-take]");
  const address = link(row)?.pathname;
  if (!list || !address) return false;
  const form = Object.assign(document.createElement("form"), { method: "post", action: address + list.dataset.take });
  for (const [name, value] of [["csrfmiddlewaretoken", csrf()], ["back", list.dataset.back ?? ""]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
  return true;
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
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const onRow = (event.target as Element).closest?.("[data-open]");
  if (key === "j" || (key === "ArrowDown" && onRow)) move(1);
  else if (key === "k" || (key === "ArrowUp" && onRow)) move(-1);
  else if (key === "x") pick(current(), event.shiftKey);
  else if (key === "o" && current()) link(current())?.click();
  else if (key === "i" && take(current())) return;
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
    if (row && !getSelection()?.toString()) {
      link(row)?.focus();
      void preview(row);
    }
  }
});
