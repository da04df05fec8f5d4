import { Injectable, ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { InvalidError, say, type Sentence } from '#errors';
import { LIBRARY, limitIn, NOT_ACCEPTABLE } from './library-checks.js';
import type { SaysWhyNot } from './text.js';
import { InvalidInputError } from './user-errors.js';

/** What an argument that stands alone may have at most, in UTF-16 units: an id, or the name of a language. */
const LONGEST_ALONE = 200;
const UNREADABLE = /\p{Cc}|\p{Cs}/u;

/**
 * Checks every input class by the decorators on its fields, before a resolver runs: unknown fields and fields without a decorator are refused,
 * and what the decorators clean (NFC, blanks) arrives clean.
 */
@Injectable()
export class InputsPipe implements PipeTransform {
  private readonly inputs = new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => new InvalidInputError(errors.flatMap((error) => faults(error, []))),
  });

  /**
   * The arguments as instances of their class. What no client sends (parent, context, actor) passes at once: each field of each row comes here.
   * @throws InvalidInputError with one INVALID for each field at fault, path included. A mutation answers it as `userErrors` (see refusals.interceptor.ts).
   */
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    if (metadata.type === 'custom') return value;
    if (typeof value === 'string') return bareText(value, metadata.data ?? '');
    return this.inputs.transform(value, metadata);
  }
}

/** An argument that stands alone, such as an id: no class has looked at it, and the database takes no zero bytes. */
function bareText(value: string, name: string): string {
  if (value.length <= LONGEST_ALONE && !UNREADABLE.test(value)) return value;
  throw new InvalidInputError([
    new InvalidError([name], say`This is not what was given to you. Send ids and words as they were given to you.`),
  ]);
}

function faults(error: ValidationError, above: readonly string[]): InvalidError[] {
  const path = [...above, error.property];
  const own = Object.entries(error.constraints ?? {}).map(([check, words]) => new InvalidError(path, whyNot(error, check, words)));
  return [...own, ...(error.children ?? []).flatMap((child) => faults(child, path))];
}

/** Our own decorators are asked again, those of the library have their sentences in a list. */
function whyNot({ contexts, value }: ValidationError, check: string, words: string): Sentence {
  const ours = contexts?.[check] as SaysWhyNot | undefined;
  return ours?.whyNot(value) ?? LIBRARY[check as keyof typeof LIBRARY]?.(limitIn(words)) ?? NOT_ACCEPTABLE;
}
