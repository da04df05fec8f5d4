// Runs in the page, see test/support/pseudo.ts: every run of plain letters that is shown or said.
(() => {
  const found = [];
  const note = (text) => {
    for (const run of (text ?? '').match(/[A-Za-z][A-Za-z '’,.-]*[A-Za-z]/g) ?? []) found.push(run.replace(/\s+/g, ' '));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent && !parent.closest('script, style, noscript, code, pre, kbd, a[download], [translate="no"], [aria-hidden]'))
      note(node.textContent);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
    for (const element of document.querySelectorAll(`[${name}]:not([aria-hidden])`)) note(element.getAttribute(name));
  }
  return found;
})();
