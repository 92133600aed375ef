// A second press on a button that sends its form is not heard while the first is on its way. Imported last: what another
// module sends by itself is its own affair. (Without scripts the server knows a second sending: pages/once.py.)
const WAIT_MS = 3000;
const sent = new WeakSet<HTMLFormElement>();

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
  window.setTimeout(() => sent.delete(form), WAIT_MS);
});
