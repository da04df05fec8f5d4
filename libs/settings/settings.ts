import { readFileSync } from 'node:fs';
import { type SettingsFault, SettingsError, shown } from './settings.errors.js';
import { VARIABLES, type Variable } from './variables.js';

/** The name by which the code knows a setting. */
export type SettingName = keyof typeof VARIABLES;

type ReadBy<V extends Variable> = NonNullable<ReturnType<V['type']['read']>> | (V extends { readonly default: string } ? never : undefined);

type Values = { readonly [Name in SettingName]: ReadBy<(typeof VARIABLES)[Name]> };

/** Every setting, where those named are certainly there. */
export type SettingsWith<Needed extends SettingName> = Values & { readonly [Name in Needed]: NonNullable<Values[Name]> };

/** What each service process works with: everything, and certainly a database. */
export type Settings = SettingsWith<'databaseUrl'>;

/** What the api needs besides, to know who somebody is. */
export const OIDC_SETTINGS = ['oidcIssuer', 'oidcAudience', 'oidcJwksUrl'] as const satisfies readonly SettingName[];

type Environment = Readonly<Record<string, string | undefined>>;

/** What was found for one variable, before it was read. */
interface Found {
  readonly text?: string;
  readonly fault?: SettingsFault;
}

interface Reading {
  readonly text: string;
  readonly value?: unknown;
  readonly fault?: SettingsFault;
}

const NOTHING = 'nothing';

/** No setting is longer; a path to a device or to a log file by mistake is not read into memory. */
const FILE_BYTES_MAX = 65_536;

/**
 * Reads every setting from the environment, or from the files that NAME_FILE names; an empty value counts as none.
 * The result is frozen. Settings that are named in `needed` must be given (without it: the database).
 * @throws SettingsError with all faults at once
 */
export function readSettings(env?: Environment): Settings;
export function readSettings<Needed extends SettingName>(env: Environment, needed: readonly Needed[]): SettingsWith<Needed>;
export function readSettings(env: Environment = process.env, needed: readonly SettingName[] = ['databaseUrl']): Values {
  const faults: SettingsFault[] = [];
  const texts = new Map<string, string>();
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const [key, variable] of Object.entries(VARIABLES) as [SettingName, Variable][]) {
    const { text, value, fault } = readOne(variable, env, texts);
    if (value !== undefined) texts.set(variable.name, text);
    if (fault && matters(fault, needed.includes(key))) faults.push(fault);
    values[key] = value;
  }
  faults.push(...faultsBetween(texts, faults));
  if (faults.length > 0) throw new SettingsError(faults);
  return Object.freeze(values) as Values;
}

/** Reads one variable. Its fault may be that nothing was given, which matters only where it is needed. */
function readOne(variable: Variable, env: Environment, texts: ReadonlyMap<string, string>): Reading {
  const { text, fault } = find(variable, env, texts);
  if (fault) return { text: '', fault };
  if (text === undefined) return { text: '', fault: { name: variable.name, given: NOTHING, valid: variable.type.valid } };
  const value = variable.type.read(text);
  if (value !== undefined) return { text, value };
  return { text, fault: { name: variable.name, given: shown(text, Boolean(variable.secret)), valid: variable.type.valid } };
}

/** What is missing is a fault only where it is needed; what is wrong always is. */
function matters({ given }: SettingsFault, isNeeded: boolean): boolean {
  return isNeeded || given !== NOTHING;
}

/** The text of a variable: given directly, else in its file, else by default. */
function find(variable: Variable, env: Environment, texts: ReadonlyMap<string, string>): Found {
  const direct = env[variable.name]?.trim();
  if (direct) return { text: direct };
  const path = env[`${variable.name}_FILE`]?.trim();
  if (path) return fromFile(variable, path);
  return { text: defaultOf(variable, texts) };
}

function fromFile(variable: Variable, path: string): Found {
  const fault = { name: `${variable.name}_FILE`, given: shown(path, false) };
  try {
    const content = readFileSync(path);
    const text = content.toString('utf8').trim();
    if (content.length > FILE_BYTES_MAX) return { fault: { ...fault, valid: `the path of a file of at most ${FILE_BYTES_MAX} bytes` } };
    return text ? { text } : { fault: { ...fault, valid: 'the path of a file that is not empty' } };
  } catch (error) {
    return { fault: { ...fault, valid: `the path of a file that can be read (${(error as NodeJS.ErrnoException).code})` } };
  }
}

/** The default; none when it follows another variable that has a fault, which is then told there only. */
function defaultOf(variable: Variable, texts: ReadonlyMap<string, string>): string | undefined {
  const named = [...(variable.default ?? '').matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
  if (!named.every((name) => texts.has(name))) return undefined;
  return named.reduce((text, name) => text.replace(`\${${name}}`, texts.get(name) ?? ''), variable.default ?? '') || undefined;
}

/** What each value allows by itself, but not together. Left out for variables that already have a fault of their own. */
function faultsBetween(texts: ReadonlyMap<string, string>, known: readonly SettingsFault[]): SettingsFault[] {
  const faults: SettingsFault[] = [];
  const oidc = OIDC_SETTINGS.map((key) => VARIABLES[key]);
  const given = oidc.find(({ name }) => texts.has(name));
  const missing = oidc.filter(({ name }) => !texts.has(name));
  if (given)
    faults.push(...missing.map(({ name, type }) => ({ name, given: NOTHING, valid: `${type.valid}, since ${given.name} is set` })));
  if (texts.has('SMTP_URL') && !texts.has('MAIL_FROM')) {
    faults.push({ name: 'MAIL_FROM', given: NOTHING, valid: `${VARIABLES.mailFrom.type.valid}, since SMTP_URL is set` });
  }
  if (texts.has('PORT') && texts.get('PORT') === texts.get('WORKER_HEALTH_PORT')) {
    faults.push({ name: 'WORKER_HEALTH_PORT', given: `"${texts.get('PORT')}"`, valid: 'another port than PORT' });
  }
  return faults.filter(({ name }) => !known.some((fault) => fault.name === name || fault.name === `${name}_FILE`));
}
