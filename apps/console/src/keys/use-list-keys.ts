import { useKey } from './use-key';

/** The first field of the page by which its list is narrowed. */
const FILTER = '#main input[type="search"], #main [role="radiogroup"] input:checked';

/** J and K go to the neighbours of what is chosen; with nothing chosen, to the first or the last. F goes to the filter. */
export function useListKeys(ids: readonly string[], chosenId: string | undefined, choose: (id: string) => void): void {
  const step = (by: 1 | -1) => () => {
    const place = chosenId === undefined ? (by > 0 ? 0 : ids.length - 1) : ids.indexOf(chosenId) + by;
    const id = ids[Math.min(ids.length - 1, Math.max(0, place))];
    if (id) choose(id);
  };
  useKey('next', step(1));
  useKey('previous', step(-1));
  useArrows();
  useFilterKey();
}

/** F goes to the field by which the list is narrowed. */
export function useFilterKey(): void {
  useKey('filter', () => document.querySelector<HTMLElement>(FILTER)?.focus());
}

/** The rows of a list whose things open on a page of their own. */
const ROWS = '#main a[data-row]';

/** J and K go from row to row; Enter opens the one that has the focus, as it does any link. F goes to the filter. */
export function useRowKeys(): void {
  const rows = () => rowsOf(ROWS);
  const ids = () => rows().map(({ dataset }) => dataset['row'] ?? '');
  const go = (by: 1 | -1) => () => {
    const place = ids().indexOf(focusedRow() ?? '');
    const next = place < 0 ? (by > 0 ? 0 : -1) : Math.max(0, place + by);
    (rows().at(next) ?? rows().at(-1))?.focus();
  };
  useKey('next', go(1));
  useKey('previous', go(-1));
  useArrows();
  useFilterKey();
}

/** Whether nothing has the focus that Enter or the blank would press. */
export function isIdle(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.id === 'main';
}

/** With the focus on a row, the arrows take it to the next one; from anywhere else they scroll, as they always do. */
function useArrows(): void {
  const rows = () => rowsOf('#main a.row, #main a[data-row]');
  const place = () => rows().findIndex((row) => row === document.activeElement);
  const isOnRow = () => place() >= 0;
  useKey('rowBelow', () => rows()[place() + 1]?.focus(), isOnRow);
  useKey('rowAbove', () => rows()[Math.max(0, place() - 1)]?.focus(), isOnRow);
}

function rowsOf(selector: string): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

/** The row that has the focus, by what it names. */
export function focusedRow(): string | undefined {
  return document.activeElement instanceof HTMLElement ? document.activeElement.dataset['row'] : undefined;
}
