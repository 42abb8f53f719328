/**
 * Keeps the parts of a page that are marked `data-live` up to date while a crawl runs. It asks for a few numbers, and only
 * when they have changed for the page itself, of which it takes over those parts: they are rendered in one place.
 */
const pollMs = 2500;
const idleMs = 15_000;
let seen: string | undefined;
let waiting: ReturnType<typeof setTimeout>;

async function look(): Promise<void> {
  let next = idleMs;
  if (!document.hidden) {
    try {
      const status = await (await fetch('/api/status.json')).json();
      const revision = JSON.stringify(status);
      if (seen !== undefined && revision !== seen) await refresh();
      seen = revision;
      if (status.run) next = pollMs;
    } catch {
      // The server is restarting or gone; the page stays as it is.
    }
  }
  waiting = setTimeout(look, next);
}

async function refresh(): Promise<void> {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    // What somebody is in the middle of using is not pulled away.
    if (fresh && !part.contains(document.activeElement)) part.replaceChildren(...fresh.childNodes);
  }
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  clearTimeout(waiting);
  void look();
});
void look();
