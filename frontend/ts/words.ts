// Sentences in the reader's language come with the page; this only fills them in.
let sentences: Record<string, string> | undefined;

/** The sentence of that name with its {places} filled; the name itself when the page does not carry it. */
export function word(name: string, values: Record<string, string | number> = {}): string {
  sentences ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<string, string>;
  return (sentences[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
}
