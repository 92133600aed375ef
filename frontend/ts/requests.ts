// htmx, told what the house wants: the CSRF header on every write, and which refusals may replace what is on the page.
import htmx from "htmx.org";
import { csrf } from "./wire";

// 422 (wrong field), 409 and 412 (somebody else was first) carry the form again and are swapped; others must not eat the page.
htmx.config.noSwap = [204, 304, "401", "403", "404", "429", "5xx"] as unknown as number[];
htmx.config.includeIndicatorCSS = false;

// htmx 4 does not inherit hx-headers, so the header hangs on one listener and on nothing else.
document.addEventListener("htmx:config:request", (event) => {
  const { request } = (event as CustomEvent).detail.ctx;
  if (request.method !== "GET") request.headers["X-CSRFToken"] = csrf();
});
