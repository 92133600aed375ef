// Single keys. An element says which key it answers to: data-key="r" is pressed by R, data-go="i" by G then I;
// readers may have keys of their own for them (data-own-keys, data-own-goes of the page).
// Off when the reader switched them off, inside fields, under a dialog, and with any modifier but Shift.
const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], [role=combobox]";

/** True when a key belongs to the page and not to what somebody is typing. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.key === "Dead" || event.getModifierState("AltGraph")) return false;
  if (event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return false;
  return !(event.target as Element).closest?.(FIELDS) && !document.querySelector("dialog[open]");
}

function visible(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

function press(attribute: string, key: string): boolean {
  const all = document.querySelectorAll<HTMLElement>(`[${attribute}="${CSS.escape(key)}"]`);
  // What stands in a closed menu answers too, but what is visible first.
  const found = [...all].find((element) => visible(element) || attribute === "data-go") ?? [...all].find((element) => element.closest("details.x-menu:not([open])"));
  if (!found) return false;
  found.focus();
  found.click();
  if (found.matches("summary")) found.parentElement?.querySelector<HTMLElement>("input:not([type=hidden]), select, .x-menu-item")?.focus();
  return true;
}

const isLetter = (key: string): boolean => key.toLowerCase() !== key.toUpperCase();

/** The key as pages call it: what was pressed, by the reader's own keys. "" for one that nothing answers to. */
export function meant(event: KeyboardEvent, own = document.documentElement.dataset.ownKeys): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mine = own ? (JSON.parse(own) as Record<string, string>) : {};
  return Object.hasOwn(mine, key) ? mine[key] : key;
}

/** Shift with a letter. Whatever else needs Shift is a matter of the keyboard: / on a German one, 1 on a French one. */
export function isShifted(event: KeyboardEvent): boolean {
  return event.shiftKey && isLetter(event.key);
}

let goes = 0;
document.addEventListener("keydown", (event) => {
  if (!isShortcut(event) || event.key.length !== 1) return;
  const key = meant(event);
  if (Date.now() < goes) {
    goes = 0;
    if (press("data-go", meant(event, document.documentElement.dataset.ownGoes))) event.preventDefault();
  } else if (key === "g" && !isShifted(event)) {
    goes = Date.now() + 1500;
  } else if (!isShifted(event)) {
    if (press("data-key", key === "/" ? "f" : key)) event.preventDefault();
  }
});

// Ctrl Enter sends the form one is in, Ctrl Shift Enter sends and solves.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = (event.target as Element).closest("form");
  const button = form?.querySelector<HTMLButtonElement>(`[data-send="${event.shiftKey ? "shift" : "enter"}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
