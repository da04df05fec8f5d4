/** What the pages of the sign-in say, in German by their English. What stands in quotes is a value: "…" here. */
const GERMAN: Readonly<Record<string, string>> = {
  'You cannot sign in here': 'Hier kann man sich nicht anmelden',
  'Signing in by browser is not set up here: the operator has to set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET. Programs can use access tokens.':
    'Die Anmeldung im Browser ist hier nicht eingerichtet: wer den Dienst betreibt, muss OIDC_CLIENT_ID und OIDC_CLIENT_SECRET setzen. Programme können Zugriffsschlüssel benutzen.',
  'To the start': 'Zum Anfang',
  'You are not signed in': 'Sie sind nicht angemeldet',
  'Sign in again': 'Neu anmelden',
  'Something went wrong on our side.': 'Auf unserer Seite ist etwas schiefgegangen.',
  'The sign-in took too long, or was begun in another browser. Nothing was done.':
    'Die Anmeldung hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Es ist nichts geschehen.',
  'The sign-in came back changed, too late, or from another window. Nothing was done.':
    'Die Anmeldung kam verändert zurück, zu spät oder aus einem anderen Fenster. Es ist nichts geschehen.',
  'You did not finish the sign-in.': 'Sie haben die Anmeldung nicht abgeschlossen.',
  'The sign-in provider said no.': 'Der Anmeldedienst hat nein gesagt.',
  'The sign-in provider did not say who you are. Show this to an admin: OIDC_SUBJECT says which claim names people (its claim "…" is missing).':
    'Der Anmeldedienst hat nicht gesagt, wer Sie sind. Zeigen Sie das einem Admin: OIDC_SUBJECT sagt, welche Angabe Personen benennt (die Angabe "…" fehlt).',
  'Your sign-in is valid, but nobody here is linked to it. Ask an admin to add you. They need to know your subject: "…".':
    'Ihre Anmeldung ist gültig, aber hier ist niemand mit ihr verbunden. Bitten Sie einen Admin, Sie aufzunehmen. Dafür braucht es Ihre Kennung: "…".',
  'Your account is switched off. Ask an admin if you think that it should not be.':
    'Ihr Konto ist abgeschaltet. Fragen Sie einen Admin, wenn es das nicht sein sollte.',
  'The sign-in service does not answer, so nobody can be recognised just now. Nothing was changed; try again in 5 seconds.':
    'Der Anmeldedienst antwortet nicht, darum kann gerade niemand erkannt werden. Es wurde nichts geändert; versuchen Sie es in 5 Sekunden noch einmal.',
  'Do you want to sign out?': 'Möchten Sie sich abmelden?',
  'Another page asked for this. If it was you:': 'Eine andere Seite hat das verlangt. Wenn Sie es waren:',
  'Sign out': 'Abmelden',
};

/** A language in which something is said, and how. */
export interface Spoken {
  readonly lang: 'en' | 'de';
  readonly words: (english: string) => string;
}

/** The language that a browser asks for first, as the console chooses it; English for every other. What has no German is said in English. */
export function spokenTo(acceptLanguage: string | undefined): Spoken {
  return /^de\b/i.test(acceptLanguage ?? '') ? { lang: 'de', words: inGerman } : { lang: 'en', words: (english) => english };
}

function inGerman(english: string): string {
  const [, value] = /"(.*)"/s.exec(english) ?? [];
  if (value === undefined) return GERMAN[english] ?? english;
  return GERMAN[english.replace(`"${value}"`, '"…"')]?.replace('"…"', () => `„${value}“`) ?? english;
}
