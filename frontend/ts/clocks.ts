// Running clocks say their time anew once a minute. The server decides the kind; here it can only get worse.
import { word } from "./words";

const [MINUTE, HOUR, DAY] = [60, 3600, 86400];
const SOON = HOUR;

/** As the server says it: 2:10 below a day, "1 d 2 h" above, −0:42 when it is over. */
export function left(seconds: number): string {
  const sign = seconds < 0 ? "−" : "";
  const rest = Math.abs(seconds);
  if (rest < DAY) return `${sign}${Math.floor(rest / HOUR)}:${String(Math.floor((rest % HOUR) / MINUTE)).padStart(2, "0")}`;
  const [days, hours] = [Math.floor(rest / DAY), Math.floor((rest % DAY) / HOUR)];
  const parts = [word("days").replace("%d", String(days)), hours ? word("hours").replace("%d", String(hours)) : ""];
  return sign + parts.filter(Boolean).join(" ");
}

function tick(): void {
  for (const clock of document.querySelectorAll<HTMLElement>("[data-due]")) {
    const seconds = Math.trunc((Date.parse(clock.dataset.due ?? "") - Date.now()) / 1000);
    const was = clock.dataset.kind;
    const kind = seconds < 0 ? "late" : seconds < SOON || was === "warn" || Date.parse(clock.dataset.soon ?? "") <= Date.now() ? "warn" : "ok";
    const text = clock.querySelector(".x-sla-text");
    if (text) text.textContent = left(seconds);
    if (kind === was) continue;
    clock.classList.replace(`is-${was}`, `is-${kind}`);
    clock.dataset.kind = kind;
    const shape = document.querySelector(`#clock-shapes [data-shape="${kind}"]`);
    const spoken = clock.querySelector(".x-unseen");
    if (shape) clock.querySelector("svg")?.replaceWith(shape.firstElementChild?.cloneNode(true) ?? "");
    if (spoken) spoken.textContent = `${word({ ok: "on_track", warn: "due_soon", late: "overdue" }[kind])} `;
  }
}

window.setInterval(tick, MINUTE * 1000);
document.addEventListener("visibilitychange", () => !document.hidden && tick());
