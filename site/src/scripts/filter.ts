/** Narrows the rows of a table down to those that have every word. Without script all rows are there. */
for (const section of document.querySelectorAll<HTMLElement>('[data-filtered]')) {
  const field = section.querySelector<HTMLInputElement>('[data-filter]');
  if (!field) continue;
  field.closest('label')?.removeAttribute('hidden');
  const rows = [...section.querySelectorAll<HTMLElement>('tbody tr')].map((row) => ({
    row,
    text: row.textContent?.toLowerCase() ?? '',
  }));
  field.addEventListener('input', () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { row, text } of rows) row.hidden = !words.every((word) => text.includes(word));
    for (const details of section.querySelectorAll('details')) {
      if (words.length > 0) details.open = details.querySelector('tbody tr:not([hidden])') !== null;
    }
  });
}
