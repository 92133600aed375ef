// Reply or note: two forms, one in front. Attached files are named; the text is kept as a draft (drafts.ts).
import { word } from "./words";

document.addEventListener("click", (event) => {
  const mode = (event.target as Element).closest<HTMLElement>("[data-mode]");
  const composer = mode?.closest<HTMLElement>("[data-composer]");
  if (!mode || !composer || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  for (const each of composer.querySelectorAll("[data-mode]")) each.removeAttribute("aria-current");
  mode.setAttribute("aria-current", "true");
  for (const side of composer.querySelectorAll<HTMLElement>("[data-side]")) side.hidden = side.dataset.side !== mode.dataset.mode;
  composer.querySelector<HTMLElement>("[data-side]:not([hidden]) textarea")?.focus();
});

document.addEventListener("change", (event) => {
  const input = event.target as HTMLInputElement;
  if (!input.matches("[data-files]")) return;
  const place = input.form?.querySelector("[data-file-names]");
  if (place) place.textContent = [...(input.files ?? [])].map((file) => file.name).join(", ");
});

// A saved answer goes where the cursor is; without scripts its link brings the page with the text filled in.
document.addEventListener("click", (event) => {
  const answer = (event.target as Element).closest<HTMLElement>("[data-insert]");
  const text = answer?.closest("form")?.querySelector<HTMLTextAreaElement>("textarea[name=text]");
  if (!answer || !text || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const slash = text.dataset.slash === "1" && text.value[text.selectionStart - 1] === "/" ? 1 : 0;
  delete text.dataset.slash;
  text.setRangeText(answer.dataset.insert ?? "", text.selectionStart - slash, text.selectionEnd, "end");
  answer.closest("details")?.removeAttribute("open");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

// "/" at the beginning of a word opens the menu of saved answers; what is chosen takes its place, Escape leaves it.
document.addEventListener("input", (event) => {
  const text = event.target as HTMLTextAreaElement;
  if (!text.matches?.("[data-side] textarea[name=text]") || (event as InputEvent).data !== "/") return;
  const menu = text.form?.querySelector<HTMLDetailsElement>("[data-answers]");
  if (!menu || !/(^|\s)\/$/.test(text.value.slice(0, text.selectionStart))) return;
  text.dataset.slash = "1";
  menu.open = true;
  menu.querySelector<HTMLElement>(".x-menu-item")?.focus();
});
document.addEventListener("keydown", (event) => {
  const item = (event.target as Element).closest?.<HTMLElement>("[data-answers] .x-menu-item");
  const menu = item?.closest("details");
  if (!item || !menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.closest("form")?.querySelector<HTMLTextAreaElement>("textarea[name=text]")?.focus();
    event.stopImmediatePropagation();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const items = [...menu.querySelectorAll<HTMLElement>(".x-menu-item")];
    const turned = [...items.slice(items.indexOf(item) + 1), ...items];
    turned.find((each) => each.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    event.stopImmediatePropagation();
  }
}, true);

/** A public message came while somebody writes: the send button first shows it; pressed again, it sends. */
export function readFirst(news: Element[], seen: string): void {
  const side = document.querySelector<HTMLElement>("[data-composer] [data-side=reply]");
  const button = side?.querySelector<HTMLElement>("[data-send=enter]");
  const counter = side?.querySelector<HTMLInputElement>("[name=seen]");
  if (!side || !button || !counter || !news.length) return;
  const label = button.innerHTML;
  button.textContent = word("read_first", { count: news.length });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const shown = document.createElement("ol");
    shown.className = "x-timeline x-composer-warn";
    shown.append(...news.map((item) => item.cloneNode(true)));
    side.querySelector("textarea")?.before(shown);
    counter.value = seen;
    button.innerHTML = label;
  }, { once: true, capture: true });
}
