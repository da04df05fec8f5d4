import { Injectable, ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { InvalidError } from '#errors';
import { InvalidInputError } from './user-errors.js';

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
    return metadata.type === 'custom' ? value : this.inputs.transform(value, metadata);
  }
}

function faults(error: ValidationError, above: readonly string[]): InvalidError[] {
  const path = [...above, error.property];
  const own = Object.values(error.constraints ?? {}).map((message) => new InvalidError(path, asSentence(message)));
  return [...own, ...(error.children ?? []).flatMap((child) => faults(child, path))];
}

/** Our own decorators speak in sentences; those of the library say "amount must be …", which reads well with a capital and a full stop. */
function asSentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
