/** Shows the policy anew as soon as something is chosen: the page itself renders it, and its panel is taken over. */
const form = document.querySelector<HTMLFormElement>('[data-install]');
let latest = 0;
let delay: ReturnType<typeof setTimeout> | undefined;

async function show(): Promise<void> {
  if (!form) return;
  const mine = ++latest;
  const query = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  try {
    const response = await fetch(`${location.pathname}?${query}`);
    if (!response.ok || mine !== latest) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const part of ['.install-preview', '[data-install-download]', '[data-install] p']) {
      const [old, next] = [form.parentElement?.querySelectorAll(part) ?? [], fresh.querySelectorAll(part)];
      for (const [at, element] of [...old].entries()) {
        if (next[at]) element.replaceWith(document.adoptNode(next[at]));
      }
    }
    history.replaceState(null, '', `${location.pathname}?${query}${location.hash}`);
  } catch {
    // The button still shows it.
  }
}

form?.querySelector<HTMLElement>('[data-install-show]')?.setAttribute('hidden', '');
form?.addEventListener('input', () => {
  clearTimeout(delay);
  delay = setTimeout(show, 200);
});
