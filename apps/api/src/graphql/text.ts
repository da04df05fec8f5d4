import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { registerDecorator } from 'class-validator';
import { say, type Sentence } from '#errors';

const IDENTIFIER = /^[A-Za-z0-9_-]{1,64}$/;
const KEY = /^[\x21-\x7e]{1,100}$/;

/** Characters that nobody sees or that turn the reading direction: a signer would sign another text than the one they read. */
const LINE_BREAKERS = /[\n\t\u2028\u2029]/u;
const CONTROL = /(?![\n\t])\p{Cc}/u;
const UNPAIRED = /\p{Surrogate}/u;
const BIDI = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u;
const INVISIBLE =
  /[\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180E\u200B\u2060-\u2064\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]/u;
/** Joiners are letters' business in these scripts, and hold families of emoji together; anywhere else they only hide. */
const JOINED_SCRIPT =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{M}])[\u200C\u200D]/gu;
const JOINED_EMOJI = /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gu;
const JOINER = /[\u200C\u200D]/u;

/**
 * One line of text for people: a name, a title, a reason in a few words. Trimmed and brought to NFC before the service sees it.
 * Refused with INVALID: empty, longer than `max` code points, line breaks, control, direction-turning, invisible or unpaired characters.
 */
export function Line(max: number): PropertyDecorator {
  return text((value) => (LINE_BREAKERS.test(value) ? say`This must be a single line of text.` : whyNotText(value, max)));
}

/** Text of several lines: as `Line`, but line breaks and tabs are welcome; every kind of line break becomes a plain one. */
export function Prose(max: number): PropertyDecorator {
  return text((value) => whyNotText(value, max));
}

/** The id or ref of something. Whether it exists is the service's business; this keeps out what can be no id at all. */
export function Id(): PropertyDecorator {
  return sentence('isId', (value) => (matches(IDENTIFIER, value) ? undefined : say`This is not an id. Use ids as they were given to you.`));
}

/** A list of ids, at least one and at most `max`, none of them twice. */
export function Ids(max: number): PropertyDecorator {
  return sentence('areIds', (value) => whyNotIds(value, max));
}

/** A key under which a mutation may be sent again: 1–100 printable ASCII characters without blanks. */
export function Key(): PropertyDecorator {
  return sentence('isKey', (value) =>
    matches(KEY, value) ? undefined : say`An idempotency key has 1 to 100 printable ASCII characters and no blanks.`,
  );
}

/**
 * A check of one field that answers with a whole sentence for a person, or nothing when all is well.
 * The building block of the decorators above; other inputs may use it for checks of their own form.
 */
export function sentence(name: string, whyNot: (value: unknown) => Sentence | undefined): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      options: { context: { whyNot } satisfies SaysWhyNot },
      validator: {
        validate: (value: unknown) => whyNot(value) === undefined,
        defaultMessage: (args) => String(whyNot(args?.value) ?? ''),
      },
    });
}

/** How the pipe learns the sentence: a validator of the library can answer with a plain text only. */
export interface SaysWhyNot {
  readonly whyNot: (value: unknown) => Sentence | undefined;
}

/** Why a line of text that comes from elsewhere than an input cannot be kept, however long it may be; undefined when it can. */
export function lineFault(value: string): Sentence | undefined {
  return LINE_BREAKERS.test(value) ? say`This must be a single line of text.` : whyNotCharacters(value);
}

/** Why text of several lines that comes from elsewhere than an input cannot be kept, however long it may be; undefined when it can. */
export function proseFault(value: string): Sentence | undefined {
  return whyNotCharacters(value);
}

/** Whether somebody may send something again under this key. */
export function isKey(value: string): boolean {
  return KEY.test(value);
}

/** Text as it is kept: NFC, plain line breaks, no blanks around it. */
export function plain(value: string): string {
  return value.normalize('NFC').replace(/\r\n?/gu, '\n').trim();
}

function text(whyNot: (value: string) => Sentence | undefined): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? plain(value) : value)),
    sentence('isText', (value) => (typeof value === 'string' ? whyNot(value) : say`This must be text.`)),
  );
}

function whyNotText(value: string, max: number): Sentence | undefined {
  if (value === '') return say`This must not be empty.`;
  const length = [...value].length;
  if (length > max) return say`This is too long: ${{ length }} characters, of at most ${{ max }}.`;
  return whyNotCharacters(value);
}

function whyNotCharacters(value: string): Sentence | undefined {
  if (CONTROL.test(value) || UNPAIRED.test(value))
    return say`This contains control characters, which cannot be read. Remove them and try again.`;
  if (BIDI.test(value))
    return say`This contains characters that turn the direction of reading, so people could read different texts. Remove them and try again.`;
  const others = value.replace(JOINED_SCRIPT, '').replace(JOINED_EMOJI, '');
  if (INVISIBLE.test(others) || JOINER.test(others)) return say`This contains invisible characters. Remove them and try again.`;
  return undefined;
}

function whyNotIds(value: unknown, max: number): Sentence | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > max) return say`This must be a list of 1 to ${{ max }} ids.`;
  if (!value.every((id) => matches(IDENTIFIER, id))) return say`One of these is not an id. Use ids as they were given to you.`;
  return new Set(value).size === value.length ? undefined : say`One of these ids is named twice.`;
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value);
}
