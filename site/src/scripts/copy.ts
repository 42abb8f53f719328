/** Gives every copy button its work. Without a clipboard the buttons stay hidden. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  if (!navigator.clipboard) break;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy ?? '');
    try {
      await navigator.clipboard.writeText(source?.textContent ?? '');
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select the text instead';
    }
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}
