// What screen readers hear, and the bar that says that something went wrong. One status region for the whole page.
export function say(text: string): void {
  const region = document.getElementById("status");
  if (!region || !text) return;
  region.textContent = "";
  window.setTimeout(() => (region.textContent = text), 60); // the same sentence twice is heard twice
}

export function trouble(text: string): void {
  const bar = document.getElementById("trouble");
  if (!bar) return;
  bar.textContent = text;
  bar.hidden = !text;
}
