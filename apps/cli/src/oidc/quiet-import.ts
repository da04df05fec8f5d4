import type { Provider } from 'oidc-provider';

/**
 * The library of the demo's provider, loaded without its warning that it wants a newer Node than we promise to run on.
 * What the demo needs of it is run by our tests on that very version; the warning would only unsettle whoever starts the demo.
 * All its other warnings go where they would.
 */
export async function quietOidcProvider(): Promise<{ Provider: typeof Provider }> {
  const { console: printer } = globalThis;
  const warn = printer.warn.bind(printer);
  printer.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return await import('oidc-provider');
  } finally {
    printer.warn = warn;
  }
}
