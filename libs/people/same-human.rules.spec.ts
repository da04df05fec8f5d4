import { describe, expect, it } from '@jest/globals';
import { isSameHuman, oneHuman } from './same-human.rules.js';

const mia = { humanId: 'hum_mia', alsoHumans: ['hum_ivy', 'hum_noor'] };
const noor = { humanId: 'hum_noor', alsoHumans: ['hum_ivy', 'hum_mia'] };
const tom = { humanId: 'hum_tom' };

describe('a human with several accounts', () => {
  it('is the same as each who was recorded, and as nobody else', () => {
    expect(['hum_mia', 'hum_noor', 'hum_tom', null].map((human) => isSameHuman(mia, human))).toEqual([true, true, false, false]);
  });

  it('has one name, whichever account is used', () => {
    expect([mia, noor, tom].map(oneHuman)).toEqual(['hum_ivy', 'hum_ivy', 'hum_tom']);
  });
});
