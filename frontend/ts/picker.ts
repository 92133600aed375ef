// Choosing a person or a record by typing three letters. Editing the words forgets the choice.
import { Options } from "./options";
import { after, fragment } from "./wire";

const known = new WeakSet<Element>();

function wake(picker: HTMLElement): void {
  if (known.has(picker)) return;
  known.add(picker);
  const value = picker.querySelector<HTMLInputElement>("input[type=hidden]");
  const box = picker.querySelector<HTMLInputElement>("[role=combobox]");
  const list = picker.querySelector<HTMLElement>("[role=listbox]");
  if (!value || !box || !list) return;

  const hide = (): void => {
    options.hide();
    list.hidden = true;
  };
  const take = (option: HTMLElement, entered = false): void => {
    value.value = option.dataset.value ?? "";
    box.value = option.dataset.label ?? "";
    hide();
    value.dispatchEvent(new Event("change", { bubbles: true }));
    // Where this is the last thing that is asked, Enter on the choice sends it too.
    if (entered && box.dataset.enter === "send") box.form?.requestSubmit();
  };
  const options = new Options(box, list, take);
  // Whoever types a name and goes on at once means the one that it names, if it is one.
  const takeTheOnly = (html: string): void => {
    const found = new DOMParser().parseFromString(html, "text/html").querySelectorAll<HTMLElement>("[role=option]");
    if (found.length === 1 && !value.value && box.value) take(found[0]);
  };
  const ask = async (): Promise<void> => {
    const address = picker.dataset.picker ?? "";
    const html = await fragment(picker, `${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(box.value)}`);
    if (html === null) return;
    if (document.activeElement !== box) return takeTheOnly(html);
    list.hidden = false;
    options.show(html, true);
  };
  const later = after(120, () => void ask());
  box.addEventListener("input", () => {
    value.value = "";
    later();
  });
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      hide();
    } else if (event.key === "Tab" && options.chosen && !list.hidden) take(options.chosen);
    else if (event.key === "ArrowDown" && list.hidden) void ask();
  });
}

// A picker that a swap brought is woken when somebody gets to it.
document.addEventListener("focusin", (event) => {
  const picker = (event.target as Element).closest<HTMLElement>("[data-picker]");
  if (picker) wake(picker);
});
// One that has the focus already, because the page gave it or somebody was faster than this script.
const first = document.activeElement?.closest<HTMLElement>("[data-picker]");
if (first) wake(first);
