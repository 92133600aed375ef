// Small things of any page: dialogs, copying the link, printing, filters that apply themselves, unsaved forms.
import { toast } from "./toasts";
import { word } from "./words";

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>("[data-dialog]");
  if (opener) (document.getElementById(opener.dataset.dialog ?? "") as HTMLDialogElement | null)?.showModal();
  if (target.closest("[data-print]")) window.print();
  if (target.closest("[data-copy-link]")) void navigator.clipboard.writeText(location.origin + location.pathname).then(() => toast(word("copied")));
  if (target instanceof HTMLDialogElement && target.open) target.close(); // the backdrop
});

document.addEventListener("change", (event) => {
  const form = (event.target as Element).closest<HTMLFormElement>("form[data-autosubmit]");
  form?.requestSubmit();
});

let unsaved: Element | null = null;
document.addEventListener("input", (event) => (unsaved = (event.target as Element).closest("form[data-guard]") ?? unsaved));
document.addEventListener("submit", () => (unsaved = null));
window.addEventListener("beforeunload", (event) => {
  if (unsaved?.isConnected) event.preventDefault();
});
