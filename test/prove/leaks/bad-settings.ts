import { VARIABLES, type Variable } from '#settings';

/** One way to set a house up wrongly, with a secret in it. */
export interface Mistake {
  readonly story: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What people do to an address: a wrong scheme, a port that is none, a password with signs that mean something, a user without one. */
const ADDRESSES: Readonly<Record<string, (secret: string) => string>> = {
  'with another scheme': (secret) => `http://admin:${secret}@127.0.0.1:5432/house`,
  'with a port that is none': (secret) => `postgres://admin:${secret}@127.0.0.1:port/house`,
  'without a scheme': (secret) => `admin:${secret}@127.0.0.1/house`,
  'with a sign in the password': (secret) => `postgres://admin:12/${secret}@127.0.0.1/house`,
  'with a hash in the password': (secret) => `postgres://admin:12#${secret}@127.0.0.1/house`,
  'with a question mark in the password': (secret) => `postgres://admin:12?${secret}@127.0.0.1/house`,
  'with an at sign in the password': (secret) => `http://admin:x@${secret}@127.0.0.1/house`,
  'with nothing but a password': (secret) => `http://${secret}@127.0.0.1:6379`,
  'with a colon that was escaped': (secret) => `http://admin%3A${secret}@127.0.0.1/house`,
  'with the password behind it': (secret) => `http://127.0.0.1/house?password=${secret}`,
  'with nothing listening there': (secret) => `postgres://admin:${secret}@127.0.0.1:1/house`,
  'of a Redis where nothing listens': (secret) => `redis://:${secret}@127.0.0.1:1`,
};

/** What people do to a line. */
const LINES: Readonly<Record<string, (secret: string) => string>> = {
  'of two lines': (secret) => `${secret}\n${secret}`,
  'far too long': (secret) => secret.repeat(30),
  'with a character that nobody sees': (secret) => `${secret}\u0007`,
};

/** Every mistake for every setting that is a secret, now and when another one is added. */
export function mistakes(secret: string, base: Readonly<Record<string, string>>): Mistake[] {
  const settings: Variable[] = Object.values(VARIABLES);
  return settings
    .filter((variable) => variable.secret)
    .flatMap(({ name }) => {
      const ways = Object.entries(name.endsWith('URL') ? ADDRESSES : LINES);
      return ways.map(([story, write]) => ({ story: `${name} ${story}`, env: { ...base, [name]: write(secret) } }));
    });
}
