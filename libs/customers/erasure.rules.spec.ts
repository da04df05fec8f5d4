import { describe, expect, it } from '@jest/globals';
import { type ErasureAsked, erasureRefusal } from './erasure.rules.js';

const asked: ErasureAsked = {
  isAdmin: true,
  isKnown: true,
  name: 'Adèle Novak of Li',
  contact: '+61 2 5550 1234',
  reason: 'Asked by letter, ticket 4711.',
  open: [],
};

describe('promise 15: erasing a customer', () => {
  it.each<[string, Partial<ErasureAsked>, string | undefined]>([
    ['asked by an admin', {}, undefined],
    ['asked by anybody else', { isAdmin: false }, 'NOT_ALLOWED'],
    ['who is unknown', { isKnown: false, name: null, contact: null }, 'NOT_FOUND'],
    ['with a proposal that is open', { open: ['EX-1001'] }, 'STILL_OPEN'],
    ['for a reason that names them', { reason: 'Ms NOVAK asked.' }, 'INVALID'],
    ['for a reason that names them in another spelling', { reason: 'As adele wished.' }, 'INVALID'],
    ['for a reason with a word that holds their name', { reason: 'The Novakian rule.' }, undefined],
    ['for a reason with the shortest part of their name', { reason: 'Li is also a metal.' }, undefined],
    ['for a reason with their number, written otherwise', { reason: 'Called from +61-2-5550-1234 today.' }, 'INVALID'],
    ['who was erased before', { name: null, contact: null }, undefined],
    ['whose name has no letters', { name: '–', contact: '…' }, undefined],
  ])('%s', (_, otherwise, code) => {
    expect(erasureRefusal({ ...asked, ...otherwise })?.code).toBe(code);
  });

  it('names everything that is open', () => {
    expect(erasureRefusal({ ...asked, open: ['EX-1001', 'EX-1007'] })?.message).toContain('EX-1001 and EX-1007 of');
  });
});
