import { describe, expect, it } from '@jest/globals';
import { InactivePersonError, SignInUnavailableError, UnauthenticatedError } from '#people';
import { spokenTo } from './sign-in.words.js';

const { lang, words } = spokenTo('de-AT,de;q=0.9,en;q=0.8');

describe('what the pages of the sign-in say', () => {
  it.each([
    new InactivePersonError(),
    new SignInUnavailableError(),
    new UnauthenticatedError('UNKNOWN_PERSON', { subject: 'auth0|$& "x' }),
    new UnauthenticatedError('UNKNOWN_PERSON', { subject: 'anna@example.org' }),
  ])('is German for a browser that asks for it: $message', ({ message }) => {
    expect(lang).toBe('de');
    expect(words(message)).not.toBe(message);
  });

  it('keeps the value as it is', () => {
    const { message } = new UnauthenticatedError('UNKNOWN_PERSON', { subject: 'anna $& b' });
    expect(words(message)).toMatch(/ Kennung: „anna \$& b“\.$/);
  });

  it.each([undefined, 'en', 'fr,de', 'den'])('is English for one that asks for %s first', (asked) => {
    expect(spokenTo(asked)).toMatchObject({ lang: 'en' });
    expect(spokenTo(asked).words('Sign in again')).toBe('Sign in again');
  });

  it('is English where there is no German', () => expect(words('Nobody wrote this.')).toBe('Nobody wrote this.'));
});
