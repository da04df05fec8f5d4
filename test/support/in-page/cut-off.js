// Runs in the page: see test/support/cut-off.ts.
(() => {
  const SLACK_PX = 2;
  const SCROLLS = /auto|scroll/;
  const CLIPS = /hidden|clip/;
  /** What has an edge that people see. */
  const SURFACES = '.pill, .card, .chip, .banner, button, td, th, [role=dialog]';
  const NOT_SHOWN = 'script, style, noscript, option, .clamp, .skip';

  const root = document.documentElement;
  const tooWide = root.scrollWidth - root.clientWidth;
  const found = tooWide > 0 ? [`the page is ${tooWide} px too wide`] : [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const words = node.textContent.trim();
    if (words === '' || !isShown(node.parentElement)) continue;
    const fault = faultOf(boxOf(node), node.parentElement);
    if (fault) found.push(`${fault}: ${words.slice(0, 60)}`);
  }
  return [...new Set(found)];

  function isShown(element) {
    return !element.closest(NOT_SHOWN) && element.checkVisibility() && !isForEarsOnly(element);
  }
  function isForEarsOnly(element) {
    for (let at = element; at; at = at.parentElement) {
      const { clip, clipPath, opacity } = getComputedStyle(at);
      if (clipPath.startsWith('inset') || clip.startsWith('rect') || opacity === '0') return true;
    }
    return false;
  }
  function boxOf(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  }
  /** Climbs from the words to the page, up to the first box that scrolls: what lies in one can be reached. */
  function faultOf(box, parent) {
    for (let at = parent; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (SCROLLS.test(`${style.overflowX} ${style.overflowY}`)) return undefined;
      const fault = faultIn(box, at, style);
      if (fault) return fault;
    }
    return isBetween(box, 0, innerWidth) ? undefined : 'past the edge';
  }
  function faultIn(box, at, { overflowX, overflowY }) {
    const edge = at.getBoundingClientRect();
    if (!isBetween(box, edge.left, edge.right)) {
      if (overflowX !== 'visible') return 'cut';
      if (at.matches(SURFACES)) return 'spills';
    }
    return CLIPS.test(overflowY) && box.bottom > edge.bottom + SLACK_PX ? 'cut below' : undefined;
  }
  function isBetween({ left: from, right: to, width }, left, right) {
    return width === 0 || (from >= left - SLACK_PX && to <= right + SLACK_PX);
  }
})();
