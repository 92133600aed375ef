// "Tom is viewing": tells the server every 20 s that this page is open (and whether somebody writes), shows who else is.
import { post } from "./wire";

const place = document.getElementById("presence");
const address = place?.dataset.presence;
let wrote = 0;

async function ping(): Promise<void> {
  if (!place || !address || document.hidden) return;
  const writing = Date.now() - wrote < 60_000 ? "1" : "";
  const answer = await post(address, new URLSearchParams({ writing })).catch(() => null);
  if (answer?.ok) place.innerHTML = await answer.text();
}

if (address) {
  document.addEventListener("input", (event) => {
    if ((event.target as Element).closest("[data-composer]")) wrote = Date.now();
  });
  void ping();
  window.setInterval(() => void ping(), 20_000);
}
