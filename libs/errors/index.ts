export { ERROR_CODES, type ErrorCode } from './codes.js';
export { BusyError, InvalidError, NotAllowedError, NotFoundError } from './errors.js';
export { type Amount, decimalOf, formatMoney, minorDigits, minorOf } from './money.js';
export { RuleError } from './refusal.js';
export { say, Sentence, type SentenceValue } from './sentence.js';
