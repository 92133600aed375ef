// How many rows are selected. The selection itself is checkboxes in a form; nothing is remembered here.
import { say } from "./say";
import { word } from "./words";

function count(form: Element): void {
  const picks = [...form.querySelectorAll<HTMLInputElement>(".x-pick")];
  const chosen = picks.filter((pick) => pick.checked).length;
  const whole = form.querySelector<HTMLInputElement>("[name=whole]");
  const all = form.querySelector<HTMLInputElement>("[data-pick-all]");
  const place = form.querySelector("[data-selected-count]");
  if (all) {
    all.checked = chosen > 0 && chosen === picks.length;
    all.indeterminate = chosen > 0 && chosen < picks.length;
  }
  const text = whole?.checked ? (whole.parentElement?.textContent ?? "").trim() : word("selected", { count: chosen });
  if (place && place.textContent !== text) {
    place.textContent = text;
    if (chosen) say(text);
  }
}

document.addEventListener("change", (event) => {
  const box = event.target as HTMLInputElement;
  const form = box.closest("[data-selection]");
  if (!form) return;
  if (box.matches("[data-pick-all]")) for (const pick of form.querySelectorAll<HTMLInputElement>(".x-pick")) pick.checked = box.checked;
  count(form);
});
document.addEventListener("reset", (event) => {
  const form = event.target as Element;
  if (form.matches("[data-selection]")) window.setTimeout(() => count(form));
});

// Another filter or page is another question: what was selected under the old one must not be acted on.
document.addEventListener("htmx:after:swap", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-selection]")) {
    form.reset();
    count(form);
  }
});
