// Questions with a condition are hidden while it does not hold. Without this all are shown, with the condition beside.

function answer(form: HTMLFormElement, name: string): string {
  const control = form.elements.namedItem(name);
  if (control instanceof HTMLInputElement && control.type === "checkbox") return control.checked ? "yes" : "";
  if (control instanceof RadioNodeList) return control.value;
  if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement)
    return control.closest<HTMLElement>(".x-field")?.hidden ? "" : control.value;
  return "";
}

function show(form: HTMLFormElement): void {
  for (const control of form.querySelectorAll<HTMLElement>("[data-asked-after]")) {
    const field = control.closest<HTMLElement>(".x-field");
    const given = answer(form, control.dataset.askedAfter ?? "").trim().toLowerCase();
    const wanted = (control.dataset.askedFor ?? "").split("|").filter(Boolean);
    if (field) field.hidden = given === "" || (wanted.length > 0 && !wanted.includes(given));
  }
}

function changed(event: Event): void {
  const form = (event.target as Element).closest("form");
  if (form) show(form);
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);
for (const form of document.forms) show(form);
