import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { page } from './page.mjs';

const WORDS =
  'Each box is a folder with one door; an arrow means that the upper one knows the lower one. An arrow that follows from others (A knows B, B knows C, so A may know C) is left out.';

/** The apps and the rooms of libs, with the arrows between them, as dependency-cruiser reads them from the imports. */
export async function roomsPicture() {
  const arrows = withoutShortCuts(await knows());
  const boxes = [...arrows.keys()].sort();
  const picture = [
    'flowchart TD',
    ...['apps', 'libs'].flatMap((floor) => [
      `  subgraph ${floor}`,
      ...boxes.filter((box) => box.startsWith(`${floor}/`)).map(boxOf),
      '  end',
    ]),
    ...boxes.flatMap((box) => [...arrows.get(box)].sort().map((other) => `  ${idOf(box)} --> ${idOf(other)}`)),
  ];
  return page({ title: 'Rooms and doors', words: WORDS, picture });
}

const CRUISER = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
const NARROWED = ['--include-only', '^(apps|libs)/', '--exclude', '[.](e2e-)?spec[.]ts$', '--collapse', '^(apps|libs)/[^/]+'];

/** For each app and room, the others that it imports. */
async function knows() {
  const { stdout } = await promisify(execFile)(process.execPath, [CRUISER, 'apps', 'libs', ...NARROWED, '--output-type', 'json']);
  const { modules } = JSON.parse(stdout);
  return new Map(
    modules.map(({ source, dependencies }) => [
      source,
      new Set(dependencies.map(({ resolved }) => resolved).filter((to) => to !== source)),
    ]),
  );
}

/** Leaves out every arrow whose end can also be reached by a longer way. */
function withoutShortCuts(arrows) {
  return new Map([...arrows].map(([from, to]) => [from, new Set([...to].filter((end) => !hasLongerWay(arrows, from, end)))]));
}

function hasLongerWay(arrows, from, end) {
  const seen = new Set([from]);
  const leadsThere = (box) => {
    if (seen.has(box)) return false;
    seen.add(box);
    return arrows.get(box)?.has(end) || [...(arrows.get(box) ?? [])].some(leadsThere);
  };
  return [...arrows.get(from)].some((next) => next !== end && leadsThere(next));
}

function boxOf(box) {
  return `    ${idOf(box)}["${box.split('/')[1]}"]`;
}

function idOf(box) {
  return box.replace('/', '_');
}
