import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factHash, FACTS } from '#facts';
import { Batch, checkpointHash, checkpointText } from '#seal';
import { ANYBODY, type Finding, ROLES, type Verified, Verifier } from './verify.mjs';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const { x = '' } = publicKey.export({ format: 'jwk' });
const KEY_ID = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
const AT = 1_794_823_320_123;

interface Said {
  subjectId: string;
  name: string;
  body: string;
  actorId?: string;
  /** How long after the first instant, in milliseconds; one for each fact before it, unless said otherwise. */
  afterMs?: number;
}

/** Records made by our own code: chains by libs/facts, a checkpoint by libs/seal. */
function recordsOf(said: readonly Said[]): { kind: string; [field: string]: unknown }[] {
  const chains = new Map<string, { seq: number; hash: Buffer }>();
  const facts = said.map(({ subjectId, name, body, actorId = null, afterMs }, index) => {
    const before = chains.get(subjectId) ?? {
      seq: 0,
      hash: createHash('sha256')
        .update(`${Buffer.byteLength(subjectId)}:${subjectId}`)
        .digest(),
    };
    const fact = {
      subjectId,
      seq: before.seq + 1,
      actorId,
      name,
      body,
      at: new Date(AT + (afterMs ?? index)),
      xid: String(700 + index),
      prevHash: before.hash,
    };
    const hash = factHash(fact);
    chains.set(subjectId, { seq: fact.seq, hash });
    return { ...fact, at: fact.at.getTime(), prevHash: fact.prevHash.toString('hex'), hash: hash.toString('hex') };
  });
  const bySubject = facts.toSorted((a, b) => Buffer.compare(Buffer.from(a.subjectId), Buffer.from(b.subjectId)) || a.seq - b.seq);
  const batch = new Batch();
  for (const { subjectId, seq, hash } of bySubject) batch.add({ subjectId, seq, hash: Buffer.from(hash, 'hex') });
  const unsigned = {
    number: 1,
    at: new Date(AT + 1_000),
    fromXid: '0',
    toXid: '9000',
    facts: facts.length,
    digest: batch.digest(),
    prevHash: Buffer.alloc(32),
    keyId: KEY_ID,
  };
  const checkpoint = {
    ...unsigned,
    at: unsigned.at.getTime(),
    digest: unsigned.digest.toString('hex'),
    prevHash: '00'.repeat(32),
    hash: checkpointHash(unsigned).toString('hex'),
    signature: sign(null, Buffer.from(checkpointText(unsigned)), privateKey).toString('hex'),
  };
  return [
    { kind: 'export', version: 1, at: AT + 2_000, sealedUpTo: '9000' },
    { kind: 'key', id: KEY_ID, publicKey: Buffer.from(x, 'base64url').toString('hex') },
    ...bySubject.map((fact) => ({ kind: 'fact', ...fact })),
    { kind: 'checkpoint', ...checkpoint },
    ...bySubject.map(({ subjectId, seq, hash, xid, at }) => ({ kind: 'sealed', subjectId, seq, hash, xid, at })),
  ];
}

async function verified(records: readonly { kind: string }[]): Promise<Verified & { found: Finding[] }> {
  const found: Finding[] = [];
  const verifier = new Verifier({ tell: (finding) => found.push(finding), keys: { keys: [{ kid: KEY_ID, x }] } });
  for (const record of records) await verifier.take(record);
  return { ...(await verifier.end()), found };
}

const SAID: Said[] = [
  { subjectId: 'pol_b', name: 'policy.drafted', body: '{"a":"ß\\u0000"}' },
  { subjectId: 'cas_ä', name: 'case.opened', body: '{}' },
  { subjectId: 'pol_b', name: 'policy.proposed', body: '{ }' },
];

describe('promise 9: the verifier without our code', () => {
  it('makes the same texts and hashes as our code, whatever is said', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 });
    const said = fc.array(fc.record({ subjectId: text.map((id) => `pol_${id}`), name: text, body: text }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(said, async (list) => {
        expect((await verified(recordsOf(list))).found).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  const edited = (index: number, change: object): { kind: string }[] =>
    recordsOf(SAID).map((record, i) => (i === index ? { ...record, ...change } : record));

  it.each<[story: string, records: { kind: string }[], by: string]>([
    ['another body', edited(2, { body: '{"x":1}' }), 'chain'],
    ['another instant', edited(3, { at: AT + 7 }), 'chain'],
    ['a fact that the checkpoints do not list', recordsOf(SAID).toSpliced(7, 1), 'checkpoint'],
    ['a fact that only the checkpoints list', recordsOf(SAID).toSpliced(4, 1), 'checkpoint'],
    ['a checkpoint over fewer facts', edited(5, { facts: 2 }), 'checkpoint'],
    ['a checkpoint with another digest', edited(5, { digest: '11'.repeat(32) }), 'checkpoint'],
    ['a checkpoint that begins later', edited(5, { fromXid: '1' }), 'checkpoint'],
    ['a checkpoint without its signature', edited(5, { signature: '00'.repeat(64) }), 'checkpoint'],
    ['no checkpoint', recordsOf(SAID).slice(0, 5), 'checkpoint'],
    ['a key under the name of another', edited(1, { publicKey: '11'.repeat(32) }), 'checkpoint'],
    ['an end that lies earlier', edited(0, { sealedUpTo: '701' }), 'checkpoint'],
    ['a sealed fact of another transaction', edited(6, { xid: '9001' }), 'checkpoint'],
    ['a sealed fact of another time', edited(6, { at: AT + 5_000 }), 'checkpoint'],
    ['an unknown record', [...recordsOf(SAID), { kind: 'gossip' }], 'file'],
  ])('finds %s', async (_, records, by) => {
    const { found, findings } = await verified(records);
    expect(found.map((finding) => finding.by)).toContain(by);
    expect(findings).toBe(found.length);
  });

  it('finds nothing in what was not touched', async () => {
    expect(await verified(recordsOf(SAID))).toMatchObject({ findings: 0, counts: { facts: 3, chains: 2, checkpoints: 1, notSealed: 0 } });
  });
});

describe('promise 9: whoever did something was there then, and might', () => {
  const TOM = { kind: 'person', id: 'per_tom', human: 'hum_tom', type: 'PERSON', createdAt: AT, ...here() };

  /** What is told of somebody. */
  function here(but: object = {}): { active: boolean; facesCustomers: boolean; roles: string[]; awayUntil: string | null } {
    return { active: true, facesCustomers: true, roles: ['AGENT'], awayUntil: null, ...but };
  }
  const said = (name: string, actorId = 'per_tom'): Said => ({ subjectId: 'thing_1', name, body: '{}', actorId });
  const told = (but: object = {}): Said => ({ subjectId: 'per_tom', name: 'person.changed', body: JSON.stringify(here(but)) });
  const found = async (facts: readonly Said[], person: object = {}): Promise<string[]> => {
    const [first, key, ...rest] = recordsOf(facts);
    const records = [first, key, { ...TOM, ...person }, ...rest].filter((record) => record !== undefined);
    return (await verified(records)).found.filter(({ by }) => by === 'people').map(({ where, what }) => `${where}: ${what}`);
  };
  const LINKS = { ...said('person.linked'), subjectId: 'per_ana', body: '{"linkId":"lnk_1","toPersonId":"per_tom"}' };
  const AWAY = { awayUntil: new Date(AT + 90_000).toISOString() };
  const NOT_ACTIVE = ['thing_1, fact 1: per_tom was not active then'];
  const NOT_ELIGIBLE = ['thing_1, fact 1: per_tom was not eligible then'];

  it.each<[story: string, facts: Said[], person: object, findings: string[]]>([
    ['who was here signs', [told(), said('exception.coSigned')], {}, []],
    ['nobody signs', [said('exception.coSigned', 'per_ghost')], {}, ['thing_1, fact 1: nobody is per_ghost']],
    ['who came later acts', [said('case.opened')], { createdAt: AT + 1 }, ['thing_1, fact 1: per_tom was not there yet']],
    ['a machine signs', [said('exception.coSigned')], { type: 'MACHINE' }, ['thing_1, fact 1: per_tom is a machine, and signed']],
    ['who had left signs', [told({ active: false }), said('exception.coSigned')], here({ active: false }), NOT_ELIGIBLE],
    [
      'who faced no customers agrees',
      [told({ facesCustomers: false }), said('exception.alsoAgreed')],
      here({ facesCustomers: false }),
      NOT_ELIGIBLE,
    ],
    [
      'who was away signs',
      [told({ awayUntil: new Date(AT + 9_000).toISOString() }), said('exception.coSigned')],
      here({ awayUntil: new Date(AT + 9_000).toISOString() }),
      NOT_ELIGIBLE,
    ],
    [
      'who had come back signs',
      [told({ awayUntil: new Date(AT - 1).toISOString() }), said('exception.coSigned')],
      here({ awayUntil: new Date(AT - 1).toISOString() }),
      [],
    ],
    ['who signs and leaves afterwards', [told(), said('exception.coSigned'), told({ active: false })], here({ active: false }), []],
    ['who was no reviewer disposes', [told(), said('review.disposed')], {}, ['thing_1, fact 1: per_tom was no REVIEWER then']],
    ['an agent proposes guardrails', [told(), said('guardrails.proposed')], {}, ['thing_1, fact 1: per_tom was no ADMIN then']],
    ['an agent makes an account', [told(), said('person.created')], {}, ['thing_1, fact 1: per_tom was no ADMIN then']],
    ['an agent links accounts of those who come before', [told(), LINKS], {}, ['per_ana, fact 1: per_tom was no ADMIN then']],
    ['who was away objects', [told(AWAY), said('exception.objected')], here(AWAY), NOT_ELIGIBLE],
    ['who was away for long objects', [told(AWAY), { ...said('exception.objected'), afterMs: 20_000 }], here(AWAY), NOT_ELIGIBLE],
    ['who is no reviewer any more was disposing', [told({ roles: ['REVIEWER'] }), told(), said('review.disposed')], {}, []],
    [
      'who is no reviewer any more disposes',
      [told({ roles: ['REVIEWER'] }), told(), { ...said('review.disposed'), afterMs: 20_000 }],
      {},
      ['thing_1, fact 1: per_tom was no REVIEWER then'],
    ],
    ['who had left opens a case', [told({ active: false }), said('case.opened')], here({ active: false }), NOT_ACTIVE],
    ['who had left answers a question', [told({ active: false }), said('question.answered')], here({ active: false }), NOT_ACTIVE],
    ['who had left is told that an export of theirs ended', [told({ active: false }), said('export.ended')], here({ active: false }), []],
    [
      'a machine links accounts',
      [said('person.linked')],
      { type: 'MACHINE' },
      ['thing_1, fact 1: per_tom is a machine, and only people do this'],
    ],
    ['a machine keeps people', [told({ roles: [] }), said('person.created')], { type: 'MACHINE', ...here({ roles: [] }) }, []],
    ['a machine opens a case', [said('case.opened')], { type: 'MACHINE' }, []],
    ['who stands there otherwise than was told', [told({ roles: ['ADMIN'] })], {}, ['per_tom: they are not what was told of them last']],
  ])('%s', async (_, facts, person, findings) => expect(await found(facts, person)).toEqual(findings));

  it('knows of every fact who may do it, or why anybody may', () => {
    const known = [...Object.keys(ROLES), ...Object.keys(ANYBODY)];
    expect(known.toSorted()).toEqual(Object.keys(FACTS).toSorted());
    for (const reason of Object.values(ANYBODY)) expect(reason.split(' ').length).toBeGreaterThan(3);
  });

  it('says of how many other acts it cannot know', async () => {
    const facts = [said('guardrails.proposed'), said('exception.objected'), said('case.opened')];
    const { remarks, found } = await verified([...recordsOf([]).slice(0, 2), TOM, ...recordsOf(facts).slice(2)]);
    expect(found).toEqual([]);
    expect(remarks.join()).toContain('Of 2 other acts that not everybody may do no fact says what their doer was then');
  });

  it('says of how many signatures it cannot know', async () => {
    const { remarks } = await verified([...recordsOf([]).slice(0, 2), TOM, ...recordsOf([said('exception.coSigned')]).slice(2)]);
    expect(remarks.join()).toContain('Of 1 signatures no fact says whether their giver was eligible then');
  });
});

describe('promise 9: every complaint has the clocks that were told', () => {
  const DAY_MS = 86_400_000;
  const at = (ms: number): string => new Date(ms).toISOString();
  const CLOCKS = { complainedAt: AT, acknowledgeBy: AT + DAY_MS, answerBy: AT + 5 * DAY_MS, finalBy: AT + 30 * DAY_MS };
  const opened = (acknowledgedAt: string | null = at(AT)): Said => ({
    subjectId: 'cas_1',
    name: 'complaint.opened',
    body: JSON.stringify({
      profile: 'HOUSE',
      ...Object.fromEntries(Object.entries(CLOCKS).map(([name, ms]) => [name, at(ms)])),
      acknowledgedAt,
    }),
  });
  const solved = (toldAt: number): Said => ({
    subjectId: 'cas_1',
    name: 'case.solved',
    body: JSON.stringify({ customerToldAt: at(toldAt) }),
  });
  const row = (more: object = {}) => ({
    kind: 'complaint',
    id: 'cas_1',
    profile: 'HOUSE',
    ...CLOCKS,
    acknowledgedAt: AT,
    answeredAt: null,
    ...more,
  });
  const judged = async (said: readonly Said[], complaint?: object) => {
    const records = recordsOf(said);
    const after = records.findLastIndex(({ kind }) => kind === 'fact') + 1;
    return verified(complaint ? records.toSpliced(after, 0, row(complaint)) : records);
  };

  it.each<[story: string, said: Said[], complaint: object | undefined, judgement: [findings: string[], late: [number, number]]]>([
    ['one that runs', [opened()], {}, [[], [0, 0]]],
    ['one that was answered in time', [opened(), solved(AT + DAY_MS)], { answeredAt: AT + DAY_MS }, [[], [0, 0]]],
    ['one that was answered late', [opened(), solved(AT + 31 * DAY_MS)], { answeredAt: AT + 31 * DAY_MS }, [[], [0, 1]]],
    ['one that a machine brought, and nobody took on', [opened(null)], { acknowledgedAt: null }, [[], [0, 0]]],
    ['one with another last clock', [opened()], { finalBy: AT + 60 * DAY_MS }, [['its finalBy is not the one that was told'], [0, 0]]],
    ['one of another profile', [opened()], { profile: 'MOON' }, [['its profile is not the one that was told'], [0, 0]]],
    ['one that says it was acknowledged', [opened(null)], {}, [['it was not acknowledged when it says so'], [0, 0]]],
    ['one that says it was answered', [opened()], { answeredAt: AT + DAY_MS }, [['it was not answered when it says so'], [0, 0]]],
    ['one that forgot its answer', [opened(), solved(AT + DAY_MS)], {}, [['it was not answered when it says so'], [0, 0]]],
    ['one of which nobody told', [{ ...opened(), name: 'case.opened' }], {}, [['it is a complaint, and 0 facts tell of it'], [0, 0]]],
    ['one that is gone', [opened()], undefined, [['facts tell of a complaint, and it is gone'], [0, 0]]],
  ])('%s', async (_, said, complaint, [findings, [acknowledgedLate, answeredLate]]) => {
    const { found, counts } = await judged(said, complaint);
    expect(found.filter(({ by }) => by === 'rows').map(({ what }) => what)).toEqual(findings);
    expect(counts).toMatchObject({ complaints: complaint ? 1 : 0, acknowledgedLate, answeredLate });
  });

  it('and lists them one by one', async () => {
    const lines: string[] = [];
    const verifier = new Verifier({ tell: () => undefined, list: (line) => lines.push(line) });
    for (const record of [{ kind: 'export', version: 1, at: AT + 40 * DAY_MS, sealedUpTo: '0' }, row()]) await verifier.take(record);
    expect(lines).toEqual([
      `COMPLAINT cas_1 of ${at(AT)} (HOUSE): acknowledge by ${at(AT + DAY_MS)} MET, without ado by ${at(AT + 5 * DAY_MS)} MISSED, final answer by ${at(AT + 30 * DAY_MS)} MISSED`,
    ]);
  });
});
