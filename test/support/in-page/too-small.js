// Buttons and fields that a finger would miss, a line each. What is ticked is as wide as its label; what takes a word out of a field stands in a row of them.
(() => {
  const FINGER_PX = 44;
  const FIELDS =
    'button, .mantine-Button-root, input:not([type=checkbox], [type=radio], [type=file], [type=hidden], .mantine-PillsInputField-field), div.mantine-Input-input, select, .versions a';
  const isThere = (one) =>
    one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getBoundingClientRect().width > 1;
  const isOfItsOwn = (one) => !one.closest('.mantine-Pill-root, [aria-hidden=true]');
  return [...document.querySelectorAll(FIELDS)]
    .filter((one) => isThere(one) && isOfItsOwn(one) && Math.round(one.getBoundingClientRect().height) < FINGER_PX)
    .map((one) => `${Math.round(one.getBoundingClientRect().height)} px: ${one.outerHTML.slice(0, 160)}`);
})();
