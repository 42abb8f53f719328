/** Offers what could be meant while somebody types into a search field (the combobox of ARIA 1.2). The form works without. */
const pauseMs = 120;
let fields = 0;

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-suggest]')) {
  const input = form.querySelector('input');
  if (input) offer(form, input);
}

function offer(form: HTMLFormElement, input: HTMLInputElement): void {
  const list = document.createElement('ul');
  list.id = `suggestions-${++fields}`;
  list.className = 'suggestions';
  list.role = 'listbox';
  list.ariaLabel = 'Suggestions';
  list.hidden = true;
  form.append(list);
  input.role = 'combobox';
  input.ariaAutoComplete = 'list';
  input.ariaExpanded = 'false';
  input.setAttribute('aria-controls', list.id);
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    asked++;
    list.hidden = true;
    input.ariaExpanded = 'false';
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (step: number) => {
    const options = [...list.querySelectorAll<HTMLElement>('[role=option]')];
    const at = options.findIndex((option) => option.ariaSelected === 'true');
    const next = options.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % options.length);
    for (const option of options) option.ariaSelected = String(option === next);
    if (next) input.setAttribute('aria-activedescendant', next.id);
    next?.scrollIntoView({ block: 'nearest' });
  };
  const show = async () => {
    const mine = ++asked;
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    try {
      const response = await fetch(`/api/suggest.json?${new URLSearchParams({ q: typed })}`);
      const { suggestions } = (await response.json()) as {
        suggestions: { text: string; detail: string; path: string; risk: string | null }[];
      };
      if (mine !== asked || document.activeElement !== input) return;
      if (suggestions.length === 0) return close();
      list.replaceChildren(
        ...suggestions.map(({ text, detail, path, risk }, at) => {
          const option = document.createElement('li');
          option.id = `${list.id}-${at}`;
          option.role = 'option';
          option.ariaSelected = 'false';
          option.dataset.path = path;
          if (risk) option.dataset.risk = risk;
          const [name, about] = [document.createElement('bdi'), document.createElement('span')];
          name.textContent = text;
          about.textContent = ` ${detail}${risk && risk !== 'unassessed' ? `, ${risk} risk` : ''}`;
          option.append(name, about);
          return option;
        }),
      );
      list.hidden = false;
      input.ariaExpanded = 'true';
      input.removeAttribute('aria-activedescendant');
    } catch {
      close();
    }
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, pauseMs);
  });
  input.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter') {
      const path = list.querySelector<HTMLElement>('[aria-selected=true]')?.dataset.path;
      if (path) {
        event.preventDefault();
        location.assign(path);
      }
    }
  });
  input.addEventListener('blur', close);
  // Before the field loses the focus, and the list with it.
  list.addEventListener('pointerdown', (event) => {
    const path = (event.target as HTMLElement).closest<HTMLElement>('[role=option]')?.dataset.path;
    if (!path || event.button !== 0) return;
    event.preventDefault();
    location.assign(path);
  });
}
