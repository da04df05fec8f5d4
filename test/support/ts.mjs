import { register } from 'node:module';

// Lets node run the sources without a build: node --conditions=source --import ./test/support/ts.mjs FILE.ts
register('./ts-hooks.mjs', import.meta.url);
