// Light or dark at once; the server remembers it with the person.
import { post } from "./wire";

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-theme-switch]")) return;
  event.preventDefault();
  const page = document.documentElement;
  const dark = page.dataset.theme === "dark" || (page.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const theme = dark ? "light" : "dark";
  page.dataset.theme = theme;
  const body = new FormData(form);
  body.set("theme", theme);
  void post(form.action, body);
});
