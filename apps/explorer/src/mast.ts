import { ask } from './fetcher';

/** Writes into the mast who is signed in, or the way to sign in: the explorer asks with the same cookie as every other page. */
export async function sayWhoIsThere(mast: Element): Promise<void> {
  const name = await whoIsThere();
  mast.append(name === undefined ? link('/sign-in?to=/explorer/', 'Sign in') : `Signed in as ${name}`);
}

async function whoIsThere(): Promise<string | undefined> {
  try {
    const { data } = await ask({ query: 'query WhoIsThere { me { name } }' });
    return (data as { me?: { name: string } } | null | undefined)?.me?.name;
  } catch {
    return undefined; // The service does not answer; each tab will say so itself.
  }
}

function link(href: string, text: string): HTMLAnchorElement {
  return Object.assign(document.createElement('a'), { href, textContent: text });
}
