/** Gives every copy button its work, and says so to those who hear the page. Without a clipboard the buttons stay hidden. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  if (!navigator.clipboard) break;
  const label = button.textContent;
  const said = button.parentElement?.querySelector('[data-copied]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy ?? '');
    let outcome = 'Copied';
    try {
      await navigator.clipboard.writeText(source?.textContent ?? '');
    } catch {
      outcome = 'Select the text instead';
    }
    button.textContent = outcome;
    if (said) said.textContent = outcome;
    setTimeout(() => {
      button.textContent = label;
      if (said) said.textContent = '';
    }, 2000);
  });
}
