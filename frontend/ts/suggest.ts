// Answers under the portal's search box while somebody types, 250 ms after the last key.
import { after, fragment } from "./wire";

export function suggest(): void {
  const box = document.querySelector<HTMLInputElement>("[data-suggest]");
  const answers = document.getElementById("answers");
  if (!box || !answers) return;
  const ask = async (): Promise<void> => {
    const html = await fragment(box, `${box.dataset.suggest}?q=${encodeURIComponent(box.value.trim())}`);
    if (html !== null) answers.innerHTML = html;
  };
  const later = after(250, () => void ask());
  box.addEventListener("input", () => (box.value.trim().length > 1 ? later() : (answers.innerHTML = "")));
}
