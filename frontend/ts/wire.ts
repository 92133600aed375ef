// Small talk with the server outside htmx: fragments for lists under a field, saving a draft, polling.

/** The token that a POST needs; the page carries it, so the cookie may stay closed to scripts. */
export function csrf(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
}

const running = new WeakMap<object, AbortController>();

/** A piece of HTML from the server; null when a newer question of the same owner overtook it or the server refused. */
export async function fragment(owner: object, url: string): Promise<string | null> {
  running.get(owner)?.abort();
  const control = new AbortController();
  running.set(owner, control);
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: control.signal });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

export function post(url: string, body: FormData | URLSearchParams, more: RequestInit = {}): Promise<Response> {
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, ...more });
}

/** Calls `action` once, `ms` after the last call. */
export function after(ms: number, action: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, ms);
  };
}
