/** One fenced block of a page. */
export interface Fence {
  readonly file: string;
  /** The line of its opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  /** The word after the language: what is to be done with it. Empty when there is none. */
  readonly mark: string;
  /** What else stands there: `as=tom`, `because="…"`. */
  readonly options: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What a reader is told to do, and what they are told to see. */
export interface Step {
  readonly at: string;
  readonly kind: 'shell' | 'graphql';
  readonly text: string;
  /** Who asks, for a query. */
  readonly as: string;
  readonly variables?: string;
  readonly answer?: Fence;
}

/** Languages that somebody will copy and run. Others (`mermaid`, `text` without a mark …) are for reading. */
const RUNNABLE = ['sh', 'bash', 'shell', 'graphql', 'json'];
const MARKS: Readonly<Record<string, readonly string[]>> = {
  sh: ['run', 'shown'],
  graphql: ['run', 'shown'],
  json: ['variables', 'answer', 'shown'],
  text: ['answer', ''],
};

const FENCE = /^( *)(`{3,})([^`\n]*)\n([\s\S]*?)\n?^ *\2[ \t]*$/gm;
const OPTION = /(\w+)=(?:"([^"]*)"|(\S+))/g;

/** The fenced blocks of a page, from top to bottom; one inside a list is read without its indent. */
export function fencesOf(file: string, markdown: string): Fence[] {
  return [...markdown.matchAll(FENCE)].map(({ 1: indent = '', 3: info = '', 4: text = '', index }) => {
    const [language = '', mark = ''] = info.replace(OPTION, '').trim().split(/\s+/);
    const options = Object.fromEntries([...info.matchAll(OPTION)].map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
    const line = markdown.slice(0, index).split('\n').length;
    return { file, line, language, mark, options, text: text.replaceAll(new RegExp(`^ {0,${indent.length}}`, 'gm'), '') };
  });
}

/** What is wrong with the marks of one page, one sentence each: nothing that can be copied goes unproven without a reason. */
export function faultsOf(fences: readonly Fence[]): string[] {
  return fences.flatMap((fence, place) => {
    const why = faultOf(fence, fences[place - 1]);
    return why === undefined ? [] : [`${placeOf(fence)}: ${why}`];
  });
}

type Check = (fence: Fence, before: Fence | undefined) => string | undefined;

const isMarked: Check = ({ language, mark }) => {
  const marks = MARKS[language];
  if (!marks) return `write "sh" instead of "${language}".`;
  return marks.includes(mark) ? undefined : `"${language}" needs one of the marks ${marks.filter(Boolean).join(', ')}.`;
};

const saysWhyItIsNotRun: Check = ({ mark, options }) =>
  mark === 'shown' && !options['because'] ? 'what is not run says why: because="…".' : undefined;

const variablesHaveTheirQuery: Check = ({ mark }, before) =>
  mark === 'variables' && !(before?.language === 'graphql' && before.mark === 'run')
    ? 'variables stand right below their query.'
    : undefined;

const answersAnswerSomething: Check = ({ mark }, before) =>
  mark === 'answer' && before?.mark !== 'run' && before?.mark !== 'variables' ? 'an answer stands right below what it answers.' : undefined;

const CHECKS = [isMarked, saysWhyItIsNotRun, variablesHaveTheirQuery, answersAnswerSomething];

function faultOf(fence: Fence, before: Fence | undefined): string | undefined {
  if (!RUNNABLE.includes(fence.language) && fence.language !== 'text') return undefined;
  return CHECKS.map((check) => check(fence, before)).find((fault) => fault !== undefined);
}

/** The steps of a page whose marks are sound. */
export function stepsOf(fences: readonly Fence[]): Step[] {
  return fences.flatMap((fence, place) => {
    if (fence.mark !== 'run') return [];
    const variables = [fences[place + 1]].find((next) => next?.mark === 'variables');
    const answer = [fences[place + (variables ? 2 : 1)]].find((next) => next?.mark === 'answer');
    const kind = fence.language === 'graphql' ? ('graphql' as const) : ('shell' as const);
    const step = { at: placeOf(fence), kind, text: fence.text, as: fence.options['as'] ?? 'priya' };
    return [{ ...step, ...(variables ? { variables: variables.text } : {}), ...(answer ? { answer } : {}) }];
  });
}

function placeOf({ file, line }: Fence): string {
  return `${file}:${line}`;
}
