import { describe, expect, it } from '@jest/globals';
import { confirmRefusal, endRefusal, type LinkNow, type LinkProposal, proposalRefusal } from './person-links.rules.js';

const wei = { humanId: 'hum_wei' };
const ana = { humanId: 'hum_ana' };
const anasSecond = { humanId: 'hum_ana2', alsoHumans: ['hum_ana'] };
const asked: LinkNow = {
  humanId: 'hum_tom',
  toHumanId: 'hum_tim',
  proposedHuman: 'hum_ana',
  endProposedHuman: null,
  isConfirmed: false,
  isEnded: false,
};
const confirmed = { ...asked, isConfirmed: true };
const admin = { actsAsAdmin: true, otherAdmins: ['per_kim'], actor: wei };

describe('saying that two accounts are of one human', () => {
  const proposal: LinkProposal = {
    ...admin,
    humans: { personId: 'hum_tom', toPersonId: 'hum_tim' },
    areLinked: false,
    reason: 'One badge.',
  };
  it.each<[string, Partial<LinkProposal>, string | undefined]>([
    ['by an admin', {}, undefined],
    ['by somebody else', { actsAsAdmin: false }, 'NOT_ALLOWED'],
    ['of an account that is none', { humans: { personId: undefined, toPersonId: 'hum_tim' } }, 'NOT_FOUND'],
    ['of another that is none', { humans: { personId: 'hum_tom', toPersonId: undefined } }, 'NOT_FOUND'],
    ['who are one already', { humans: { personId: 'hum_tom', toPersonId: 'hum_tom' } }, 'INVALID'],
    ['twice', { areLinked: true }, 'INVALID'],
    ['without a reason', { reason: '' }, 'INVALID'],
  ])('%s', (_story, otherwise, code) => expect(proposalRefusal({ ...proposal, ...otherwise })?.code).toBe(code));
});

describe('confirming it', () => {
  it.each<[string, Partial<Parameters<typeof confirmRefusal>[0]>, string | undefined]>([
    ['by another admin', {}, undefined],
    ['by the same', { actor: ana }, 'SAME_ADMIN'],
    ['by the same from a linked account', { actor: anasSecond }, 'SAME_ADMIN'],
    ['by an agent', { actsAsAdmin: false }, 'NOT_ALLOWED'],
    ['of nothing', { link: undefined }, 'NOT_FOUND'],
    ['twice', { link: confirmed }, 'INVALID'],
    ['after it was ended', { link: { ...asked, isEnded: true } }, 'INVALID'],
  ])('%s', (_story, otherwise, code) => expect(confirmRefusal({ ...admin, link: asked, ...otherwise })?.code).toBe(code));
});

describe('ending it', () => {
  it.each<[string, Partial<Parameters<typeof endRefusal>[0]>, string | undefined]>([
    ['alone, before it was confirmed', { link: asked, actor: ana }, undefined],
    ['before it was confirmed, without a reason', { link: asked, reason: '' }, 'INVALID'],
    ['as the first of two', {}, undefined],
    ['as the second of two', { link: { ...confirmed, endProposedHuman: 'hum_ana' } }, undefined],
    ['as both', { link: { ...confirmed, endProposedHuman: 'hum_wei' } }, 'SAME_ADMIN'],
    ['of their own accounts', { actor: { humanId: 'hum_tim', alsoHumans: ['hum_tom'] } }, 'NOT_ALLOWED'],
    ['twice', { link: { ...confirmed, isEnded: true } }, 'INVALID'],
    ['of nothing', { link: undefined }, 'NOT_FOUND'],
    ['by an agent', { actsAsAdmin: false }, 'NOT_ALLOWED'],
  ])('%s', (_story, otherwise, code) =>
    expect(endRefusal({ ...admin, link: confirmed, reason: 'Two badges.', ...otherwise })?.code).toBe(code),
  );
});
