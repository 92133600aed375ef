// htmx, told what the house wants: the CSRF header on every write, and which refusals may replace what is on the page.
import htmx from "htmx.org";
import { say, trouble } from "./say";
import { csrf } from "./wire";
import { word } from "./words";

type Detail = { ctx: { request: { method: string; headers: Record<string, string> }; response?: { status: number }; target?: Element } };
const detail = (event: Event): Detail => (event as CustomEvent<Detail>).detail;

// 422 (wrong field), 409 and 412 (somebody else was first) carry the form again and are swapped; others must not eat the page.
Object.assign(htmx.config, { noSwap: [204, 304, "401", "403", "404", "429", "5xx"], includeIndicatorCSS: false });

// htmx 4 does not inherit hx-headers, so the header hangs on one listener and on nothing else.
document.addEventListener("htmx:config:request", (event) => {
  const { request } = detail(event).ctx;
  if (request.method !== "GET") request.headers["X-CSRFToken"] = csrf();
});

const REFUSALS: Record<number, string> = { 403: "not_allowed", 404: "gone", 429: "slow_down" };

document.addEventListener("htmx:response:error", (event) => {
  const status = detail(event).ctx.response?.status ?? 0;
  if (status === 401) signedOut();
  else if (status in REFUSALS) trouble(word(REFUSALS[status]));
  else if (status >= 500) trouble(word("server_error"));
});
document.addEventListener("htmx:error", (event) => {
  if (!detail(event).ctx?.response) trouble(word("no_connection"));
});

/** The session is over: what was written stays on the page, and one signs in beside it. */
export function signedOut(): void {
  const dialog = document.getElementById("session") as HTMLDialogElement | null;
  if (dialog && !dialog.open) dialog.showModal();
}

// A thin bar, only for requests that take longer than 400 ms.
let waiting = 0;
let bar: HTMLElement | undefined;
document.addEventListener("htmx:before:request", () => {
  waiting ||= window.setTimeout(() => {
    bar = document.createElement("div");
    bar.className = "x-progress-bar";
    document.body.append(bar);
  }, 400);
});
document.addEventListener("htmx:finally:request", () => {
  clearTimeout(waiting);
  waiting = 0;
  bar?.remove();
});

// Whoever replaced the control that was in use gives the focus back: to the same id, else to the first field of a form
// that came in its place, else to the fragment's heading, else to the fragment.
const ENTRY = "select, textarea, input:not([type=hidden])";
let focused = "";
document.addEventListener("htmx:before:swap", () => (focused = document.activeElement?.id ?? ""));
document.addEventListener("htmx:after:swap", (event) => {
  trouble("");
  const target = detail(event).ctx?.target;
  const place = (target?.id && document.getElementById(target.id)) || target;
  if (!(place instanceof Element)) return;
  const wrong = place.querySelector<HTMLElement>("[data-focus]");
  if (wrong) wrong.focus();
  else if (document.activeElement === document.body) {
    const again = focused ? document.getElementById(focused) : null;
    const form = place.querySelector<HTMLElement>(":scope > form");
    const heading = place.querySelector<HTMLElement>("h1[tabindex], h2[tabindex], [tabindex='-1']");
    (again ?? form?.querySelector<HTMLElement>(ENTRY) ?? heading ?? (place as HTMLElement)).focus();
  }
  say(place.querySelector("[data-announce]")?.textContent ?? "");
});
document.querySelector<HTMLElement>("[data-focus]")?.focus();

// htmx would begin only after a timer. A key pressed before it would follow the link instead of opening it in its place.
htmx.process(document.body);
