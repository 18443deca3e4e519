/** What the report does in a browser: search, and folds that open and close together. It writes text only, never HTML. */
export const SCRIPT = `'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const [query, found] = [document.getElementById('query'), document.getElementById('found')];
  const entries = all('[data-entry]').map((element) => ({ element, text: element.textContent.toLowerCase() }));
  const [holders, folds] = [all('[data-holder]'), all('details')];
  let opened;
  const search = () => {
    const wanted = query.value.trim().toLowerCase();
    let count = 0;
    for (const { element, text } of entries) {
      element.hidden = !text.includes(wanted);
      if (!element.hidden) count += 1;
    }
    for (const holder of holders) holder.hidden = wanted !== '' && holder.querySelector('[data-entry]:not([hidden])') === null;
    if (wanted !== '') {
      opened ??= folds.map((fold) => fold.open);
      for (const fold of folds) fold.open = true;
    } else if (opened) {
      folds.forEach((fold, index) => { fold.open = opened[index]; });
      opened = undefined;
    }
    found.textContent = wanted === '' ? '' : count + ' of ' + entries.length + ' entries';
  };
  query.addEventListener('input', search);
  document.getElementById('open').addEventListener('click', () => folds.forEach((fold) => { fold.open = true; }));
  document.getElementById('close').addEventListener('click', () => folds.forEach((fold) => { fold.open = false; }));
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target === query) return;
    event.preventDefault();
    query.focus();
  });
  addEventListener('beforeprint', () => folds.forEach((fold) => { fold.open = true; }));
})();
`;
