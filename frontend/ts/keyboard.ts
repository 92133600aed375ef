// Single keys. An element says which key it answers to: data-key="r" is pressed by R, data-go="i" by G then I.
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

let goes = 0;
document.addEventListener("keydown", (event) => {
  if (!isShortcut(event)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (Date.now() < goes) {
    goes = 0;
    if (press("data-go", key)) event.preventDefault();
  } else if (key === "g") {
    goes = Date.now() + 1500;
  } else if (!event.shiftKey || key === "?") {
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
