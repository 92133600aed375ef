// A menu (<details>) closes by a click elsewhere, by Escape (the focus returns to its button), and when another opens.
const opened = (): HTMLDetailsElement[] => [...document.querySelectorAll<HTMLDetailsElement>("details.x-menu[open]")];

document.addEventListener("click", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target as Node)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const menu = opened().pop();
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const items = [...((event.target as Element).closest?.(".x-menu-panel")?.querySelectorAll<HTMLElement>(".x-menu-item:is(a, button)") ?? [])];
  const here = items.indexOf(event.target as HTMLElement);
  if (!step || here < 0) return;
  event.preventDefault();
  items[(here + step + items.length) % items.length].focus();
});
