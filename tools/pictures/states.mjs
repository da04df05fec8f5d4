import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { page } from './page.mjs';

/**
 * One picture for each workflow: every rules file of libs that exports a table named `STEPS` or `…_STEPS`, a record of
 * `action -> { from, to, facts }`. What only the clock does is in a table named `CLOCK_STEPS` or `…_CLOCK_STEPS`. Read from dist, so that what is drawn
 * is what runs.
 */
export async function statesPictures() {
  const pictures = {};
  for (const file of await rulesFiles()) {
    const tables = Object.entries(await import(pathToFileURL(resolve(file)).href)).filter(([name]) => /(^|_)STEPS$/.test(name));
    const rows = tables.sort(clockLast).flatMap(([name, steps]) => rowsOf(steps, isOfTheClock(name) ? ' (by the clock)' : ''));
    const thing = basename(file, '.rules.js');
    if (rows.length > 0) pictures[`docs/pictures/${thing}-states.md`] = statesPicture(thing, rows);
  }
  return pictures;
}

function clockLast([one], [other]) {
  return isOfTheClock(one) - isOfTheClock(other);
}

function isOfTheClock(table) {
  return /(^|_)CLOCK_STEPS$/.test(table);
}

async function rulesFiles() {
  const files = await readdir('dist/libs', { recursive: true });
  return files
    .filter((file) => file.endsWith('.rules.js'))
    .sort()
    .map((file) => join('dist/libs', file));
}

function rowsOf(steps, by) {
  return Object.entries(steps).map(([action, { from, to, facts }]) => ({ action: `${action}${by}`, from, to, facts }));
}

function statesPicture(name, rows) {
  const thing = `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
  const moves = rows.flatMap(({ action, from, to }) => from.flatMap((start) => to.map((end) => ({ action, start, end }))));
  return page({
    title: `States of ${thing}`,
    words: `What may happen to ${thing}, and what it then becomes: the workflow table of the code.`,
    picture: ['stateDiagram-v2', ...beginnings(moves), ...arrows(moves), ...ends(moves)],
    below: ['', '| Action | From | To | Facts |', '|---|---|---|---|', ...rows.map(tableRow)],
  });
}

/** One arrow from state to state, with all the actions that go this way. */
function arrows(moves) {
  const actions = new Map();
  for (const { action, start, end } of moves) {
    const way = `  ${start} --> ${end}`;
    actions.set(way, [...(actions.get(way) ?? []), action]);
  }
  return [...actions].map(([way, names]) => `${way} : ${names.join(', ')}`);
}

/** Where it begins: states that no other state leads to. */
function beginnings(moves) {
  return statesWithout(moves, 'start', 'end').map((state) => `  [*] --> ${state}`);
}

/** Where it ends: states that lead to no other. */
function ends(moves) {
  return statesWithout(moves, 'end', 'start').map((state) => `  ${state} --> [*]`);
}

function statesWithout(moves, side, otherSide) {
  const others = new Set(moves.filter(({ start, end }) => start !== end).map((move) => move[otherSide]));
  return [...new Set(moves.map((move) => move[side]))].filter((state) => !others.has(state));
}

function tableRow({ action, from, to, facts }) {
  return `| ${action} | ${from.join(', ')} | ${to.join(', ')} | ${facts.map((fact) => `\`${fact}\``).join(', ')} |`;
}
