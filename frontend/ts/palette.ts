// Ctrl K: search, jump and act in one place. Without scripts its button is a link to the search page.
import { Options } from "./options";
import { say } from "./say";
import { after, csrf, fragment } from "./wire";
import { word } from "./words";

const dialog = document.getElementById("palette") as HTMLDialogElement | null;
const box = dialog?.querySelector("input");
const list = document.getElementById("palette-list");

if (dialog && box && list) {
  const options = new Options(box, list, run);

  const ask = async (): Promise<void> => {
    const on = document.querySelector<HTMLElement>("[data-record]")?.dataset.record ?? "";
    const asked = new URLSearchParams({ q: box.value, ...(on && { on }) });
    // The list one walks through is carried on by whatever is done from here.
    for (const [name, value] of new URLSearchParams(on ? location.search : "")) if (name === "within" || name === "at") asked.set(name, value);
    const html = await fragment(dialog, `${dialog.dataset.url}?${asked}`);
    if (html === null) return;
    options.show(html, true);
    say(options.all.length ? word("results", { count: options.all.length }) : word("no_results"));
  };
  const open = (): void => {
    if (dialog.open) return;
    box.value = "";
    options.hide();
    dialog.showModal();
    void ask();
  };

  box.addEventListener("input", after(120, () => void ask()));
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest("[data-palette]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
}

/** Opens the choice, or posts to it when it is something to do. */
function run(option: HTMLElement): void {
  const address = (option as HTMLAnchorElement).href;
  dialog?.close();
  if (option.dataset.method !== "post") return location.assign(address);
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: csrf() });
  form.append(token);
  document.body.append(form);
  form.submit();
}
