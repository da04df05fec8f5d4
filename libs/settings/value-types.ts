import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type WorkingHours, readWorkingHours } from './working-hours.js';

/** How one kind of value is read from text, and what to say to somebody who got it wrong. */
export interface ValueType<T> {
  /** What is acceptable, as the end of the sentence "X must be …". */
  readonly valid: string;
  /** The value, or undefined when the text is not acceptable. Never throws. */
  readonly read: (text: string) => T | undefined;
}

/** The signature algorithms that a token may use. Symmetric ones and `none` can never be configured: a leaked verifier would then be a signer. */
const ASYMMETRIC_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

/** A name of a signature algorithm with a public and a private key. */
export type AsymmetricAlgorithm = (typeof ASYMMETRIC_ALGORITHMS)[number];

/** A whole number within the limits, both included. */
export const wholeNumber = (min: number, max: number): ValueType<number> => ({
  valid: `a whole number from ${min} to ${max}`,
  read: (text) => (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
});

/** A TCP port that can be named; 0 is refused, since nobody could then find the door. */
export const portNumber = wholeNumber(1, 65_535);

/** One of a few words, written exactly so. */
export const oneOf = <const Word extends string>(words: readonly Word[]): ValueType<Word> => ({
  valid: `one of ${words.join(', ')}`,
  read: (text) => words.find((word) => word === text),
});

/** Yes or no. */
export const flag: ValueType<boolean> = {
  valid: 'true or false',
  read: (text) => ({ true: true, '1': true, yes: true, false: false, '0': false, no: false })[text.toLowerCase()],
};

/** A text of one line that is not empty. */
export const line: ValueType<string> = {
  valid: 'a text of one line with at most 500 characters',
  read: (text) => (/^[^\p{Cc}]{1,500}$/u.test(text) ? text : undefined),
};

/** The name or the address of a network interface. */
export const hostName: ValueType<string> = {
  valid: 'a host name or an IP address, without port',
  read: (text) => (/^[A-Za-z0-9.:_-]{1,253}$/.test(text) ? text : undefined),
};

/** A folder; relative ones are taken from where the command was started. */
export const folder: ValueType<string> = {
  valid: 'the path of a folder',
  read: (text) => (text.includes('\0') ? undefined : resolve(text)),
};

/** A file, which may not be there yet; relative ones are taken from where the command was started. */
export const filePath: ValueType<string> = {
  valid: 'the path of a file',
  read: (text) => (text.includes('\0') || text.endsWith('/') ? undefined : resolve(text)),
};

const ESCAPED = ', with / # ? @ in a password written as %2F %23 %3F %40';

/** Else the rest of a password was read as path, and would be shown as one wherever the server is named. */
function isWhole(text: string): boolean {
  const { pathname, search, hash } = new URL(text);
  return !`${pathname}${search}${hash}`.includes('@');
}

/** The address of a Postgres database. */
export const postgresUrl: ValueType<string> = {
  valid: `an address like postgres://user:password@host:5432/database${ESCAPED}`,
  read: (text) => (/^postgres(ql)?:$/.test(protocolOf(text)) && isWhole(text) ? text : undefined),
};

/** The address of a Redis or Valkey server. */
export const redisUrl: ValueType<string> = {
  valid: `an address like redis://host:6379, or rediss://… for TLS${ESCAPED}`,
  read: (text) => (/^rediss?:$/.test(protocolOf(text)) && isWhole(text) ? text : undefined),
};

/** The address of a mail server; smtps: encrypted from the first byte. */
export const smtpUrl: ValueType<string> = {
  valid: 'an address like smtp://user:password@host:587, or smtps://…',
  read: (text) => (/^smtps?:$/.test(protocolOf(text)) && new URL(text).hostname !== '' ? text : undefined),
};

/** One mail address, without a name. */
export const mailAddress: ValueType<string> = {
  valid: 'one mail address like countersign@bank.example',
  read: (text) => (/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,253}$/.test(text) ? text : undefined),
};

/** The address of a web page; without the last slash, so that paths can be appended. */
export const webUrl: ValueType<string> = {
  valid: 'an address that begins with http:// or https://',
  read: (text) => (/^https?:$/.test(protocolOf(text)) ? text.replace(/\/$/, '') : undefined),
};

/** An address whose answer decides who somebody is: encrypted, unless it never leaves this machine. The text is kept as it is: an issuer is compared exactly. */
export const trustedUrl: ValueType<string> = {
  valid: 'an address that begins with https:// (http:// for localhost only)',
  read: (text) => (protocolOf(text) === 'https:' || isLoopback(text) ? text : undefined),
};

/** One or more signature algorithms, separated by commas. */
export const algorithms: ValueType<readonly AsymmetricAlgorithm[]> = {
  valid: `a list, separated by commas, of ${ASYMMETRIC_ALGORITHMS.join(', ')}`,
  read: (text) => {
    const words = text.split(',').map((word) => ASYMMETRIC_ALGORITHMS.find((known) => known === word.trim()));
    return words.every((word) => word !== undefined) ? Object.freeze([...new Set(words)]) : undefined;
  },
};

/** Addresses of machines, or of networks with the length of their prefix. */
export const addresses: ValueType<readonly string[]> = {
  valid: 'a list, separated by commas, of IP addresses or networks like 10.0.0.0/8',
  read: (text) => {
    const list = text.split(',').map((word) => word.trim());
    return list.every(isNetwork) ? Object.freeze(list) : undefined;
  },
};

/** A currency of ISO 4217. */
export const currency: ValueType<string> = {
  valid: 'the three letters of a currency of ISO 4217, like AUD',
  read: (text) => Intl.supportedValuesOf('currency').find((known) => known === text),
};

/** A time zone of the IANA list. */
export const timeZone: ValueType<string> = {
  valid: 'a time zone like Australia/Sydney or UTC',
  read: (text) => (/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(text) && isTimeZone(text) ? text : undefined),
};

/** The hours in which proposals are expected to be read. */
export const workingHours: ValueType<WorkingHours> = { valid: 'days and hours like "Mon-Fri 09:00-17:00"', read: readWorkingHours };

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

function isLoopback(text: string): boolean {
  return protocolOf(text) === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(text).hostname);
}

function isNetwork(text: string): boolean {
  const [, address = '', prefix = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(prefix) <= (version === 4 ? 32 : 128);
}

function isTimeZone(text: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch {
    return false;
  }
}
