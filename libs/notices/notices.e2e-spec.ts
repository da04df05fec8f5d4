import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DisputesReads, DisputesService } from '#exceptions';
import { ReviewsReads, ReviewsService } from '#reviews';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import { MailSink } from '../../test/support/mail-sink.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import { Mails } from './mails.service.js';
import { NoticesService, type NoticeView } from './notices.service.js';
import { Post } from './post.js';
import { Telling } from './telling.service.js';

let room: ExceptionsRoom;
let house: SmallHouse;
let sink: MailSink;
let post: Post;
let telling: Telling;
let mails: Mails;
let notices: NoticesService;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
  sink = await MailSink.open();
  const settings = { smtpUrl: sink.url, mailFrom: 'countersign@bank.example', publicUrl: 'https://countersign.bank.example' };
  post = new Post(settings);
  telling = new Telling(house.worker, settings);
  mails = new Mails(house.worker, post, settings);
  notices = new NoticesService(house.api);
});
afterAll(async () => {
  await post.onApplicationShutdown();
  await sink.close();
  await house.close();
});
afterEach(async () => {
  sink.refusesWith = undefined;
  await house.clock('0');
});

/** What the worker does for each fact. */
const tellAll = async (subjectId: string): Promise<string[]> => telling.tell({ subjectId, seq: 1 });
const list = async (who: string, unreadOnly = false): Promise<readonly NoticeView[]> =>
  (await notices.list(await house.actor(who), { unreadOnly }, { take: 100, backwards: false })).rows;
/** The names of what somebody was told about an exception, the newest last. */
const toldOf = async (who: string, exceptionId: string): Promise<string[]> =>
  (await list(who))
    .filter((notice) => notice.exceptionId === exceptionId)
    .map(({ name }) => name)
    .reverse();
const mailsTo = (who: string): string[] => sink.mails.filter(({ to }) => to.includes(`${who}@bank.example`)).map(({ raw }) => raw);

describe('promise 2: each signature', () => {
  it('is told to its signer, once, however often the job runs', async () => {
    const { id, ref } = await room.coSign((await room.propose()).id, 'tom');
    await Promise.all([tellAll(id), tellAll(id), tellAll(id)]);
    expect(await tellAll(id)).toEqual([]);
    expect(await toldOf('tom', id)).toEqual(['exception.coSigned']);
    expect(await toldOf('priya', id)).toEqual(['exception.approved']);
    const [notice] = await list('tom');
    expect(notice).toMatchObject({
      canDisown: true,
      readAt: null,
      mail: 'DUE',
      words: expect.stringContaining(`You co-signed revision 1 of ${ref}.`),
    });
  });

  it('also one that was carried over, or given after the approval', async () => {
    const { id } = await room.propose({ remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 90_000, currency: 'AUD' } } });
    await room.coSign(id, 'mia');
    await room.amend(id, { whyFair: 'It was not her fault.' });
    await room.coSign(id, 'ivy');
    await expect(room.coSign(id, 'noor')).rejects.toMatchObject({ code: 'ALREADY_DECIDED' });
    await tellAll(id);
    const said = async (who: string) => (await list(who)).filter((notice) => notice.exceptionId === id).map(({ words }) => words);
    expect(await said('mia')).toEqual(
      expect.arrayContaining([expect.stringContaining('Only the wording'), expect.stringContaining('You co-signed revision 1')]),
    );
    expect(await said('noor')).toEqual([expect.stringContaining('after it was approved')]);
  });

  it('also one that somebody put into the tables past the service, without a fact: the sweep finds it', async () => {
    const { id } = await room.propose();
    await house.admin.query(`INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest)
      SELECT exception_id, number, 'hum_jack', 'per_jack', digest FROM revisions WHERE exception_id = '${id}'`);
    await house.clock('1 minute');
    expect(await telling.untold(1000)).toContainEqual({ subjectId: id, seq: 0 });
    await telling.tell({ subjectId: id, seq: 0 });
    expect(await toldOf('jack', id)).toEqual(['exception.coSigned']);
    expect(await telling.untold(1000)).not.toContainEqual({ subjectId: id, seq: 0 });
  });
});

describe('other facts', () => {
  it('an amendment tells whose signature it made stale, and names no colleague', async () => {
    const { id, ref } = await room.propose({ remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 90_000, currency: 'AUD' } } });
    await room.coSign(id, 'mia');
    await room.amend(id, { remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 80_000, currency: 'AUD' } } });
    await tellAll(id);
    const [stale] = (await list('mia')).filter(({ name }) => name === 'exception.amended');
    expect(stale).toMatchObject({ canDisown: false, words: expect.stringContaining(`${ref} was amended`) });
    expect(stale?.words).not.toMatch(/priya/i);
  });

  it('are told to whom they concern: objection, end, void, help, review', async () => {
    const [declined, expired, voided] = [
      await room.propose(),
      await room.propose(),
      await room.propose({ remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 90_000, currency: 'AUD' } } }),
    ];
    for (const objector of ['noor', 'mia']) await room.object(declined.id, objector);
    await room.exceptions.inviteHelper({ exceptionId: expired.id, personId: 'per_lachlan' }, await house.actor('priya'));
    await room.coSign(voided.id, 'sam');
    await house.admin.query(`UPDATE people SET faces_customers = false WHERE handle = 'sam'`);
    await house.clock('10 days');
    await room.clock.expire(expired.id);
    await house.clock('0');
    for (const { id } of [declined, expired, voided]) await tellAll(id);
    expect((await toldOf('priya', declined.id)).sort()).toEqual(['exception.declined', 'exception.objected', 'exception.objected']);
    expect(await toldOf('priya', expired.id)).toEqual(['exception.expired']);
    expect(await toldOf('lachlan', expired.id)).toEqual(['exception.helperInvited']);
    expect((await toldOf('sam', voided.id)).sort()).toEqual(['exception.coSigned', 'exception.signatureVoided']);
    expect(await toldOf('priya', voided.id)).toEqual(['exception.signatureVoided']);
    const { id, ref } = await room.coSign((await room.propose()).id, 'tom');
    const reads = new ReviewsReads(house.api);
    const reviews = new ReviewsService(house.api, reads, room.settings);
    const [review] = await reads.byExceptionIds([id]);
    const reviewId = review?.id ?? '';
    const omar = await house.actor('omar');
    await reviews.claim({ reviewId }, omar);
    await reviews.dispose({ reviewId, disposition: 'COACH', reason: 'Adele was not asked.' }, omar);
    await tellAll(reviewId);
    for (const signer of ['priya', 'tom'])
      expect((await list(signer))[0]?.words).toBe(`The review of ${ref} came to COACH. Read why; what was approved stands.`);
  });

  it('a void signature tells the proposer, too: whom to ask in its place, as it is when they read it, and in the mail', async () => {
    const { id, ref } = await room.propose({ remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 90_000, currency: 'AUD' } } });
    await room.coSign(id, 'jack');
    const set = (sql: string) => house.admin.query(`UPDATE people SET ${sql}`);
    await set(`faces_customers = false WHERE handle = 'jack'`);
    const due = await tellAll(id);
    const isVoid = `A co-signature on ${ref} is void: whoever gave it can no longer sign, or it was found not to be theirs.`;
    const saidTo = async (who: string) =>
      (await list(who))
        .filter(({ exceptionId, name }) => exceptionId === id && name === 'exception.signatureVoided')
        .map(({ words }) => words);
    const forecast = await room.reads.eligibleCoSigners(id, 3);
    const names = await house.rows<{ name: string }>('SELECT name FROM people WHERE id = ANY ($1) ORDER BY array_position($1, id)', [
      forecast,
    ]);
    const [one, two, three] = names.map(({ name }) => name);
    expect(await saidTo('priya')).toEqual([`${isVoid} It needs another one: ask ${one}, ${two} or ${three}.`]);
    expect(await saidTo('jack')).toEqual([expect.stringContaining(`Your co-signature on ${ref} is void`)]);
    for (const mail of due) await mails.send(mail);
    const [mail] = mailsTo('priya').filter((raw) => raw.includes(ref));
    expect(mail).toMatch(new RegExp(`^Subject: ${ref}: a signature is void, please ask again`, 'im'));
    expect(mail?.replace(/=\r?\n/g, '').replace(/\s+/g, ' ')).toContain(`ask ${one}, ${two} or ${three}.`);
    await set(`away_until = house_now() + interval '1 hour' WHERE handle NOT IN ('priya', 'noor')`);
    expect(await saidTo('priya')).toEqual([`${isVoid} It needs another one: ask Noor.`]);
    await set(`away_until = house_now() + interval '1 hour' WHERE handle = 'noor'`);
    expect(await saidTo('priya')).toEqual([expect.stringContaining('tell an admin')]);
    await set(`away_until = NULL, faces_customers = faces_customers OR handle = 'jack'`);
    await room.exceptions.withdraw({ exceptionId: id, reason: 'Solved.' }, await house.actor('priya'));
    expect(await saidTo('priya')).toEqual([`${isVoid} It waits for no signature any more.`]);
  });

  it('a dispute tells the admins, who did it, whom it concerns, and after it was carried out reviewers too', async () => {
    const disputes = new DisputesService(house.api, new DisputesReads(house.api));
    const { id } = await room.coSign((await room.propose()).id, 'tom');
    await room.exceptions.fulfil({ exceptionId: id, reference: 'PAY-1' }, await house.actor('priya'));
    const { node } = await disputes.disown({ exceptionId: id }, await house.actor('tom'));
    for (const admin of ['wei', 'ana'])
      await disputes.settle({ disputeId: node.id, outcome: 'FORGED', reason: 'Asked.' }, await house.actor(admin));
    for (const subject of [id, node.id, 'per_tom']) await tellAll(subject);
    expect(await toldOf('wei', id)).toEqual(['dispute.opened']);
    expect((await toldOf('ana', id)).sort()).toEqual(['dispute.opened', 'dispute.settlementProposed']);
    expect((await toldOf('tom', id)).sort()).toEqual(['dispute.settled', 'exception.coSigned']);
    expect(await toldOf('omar', id)).toEqual(['dispute.settled']);
    expect((await list('tom')).map(({ name }) => name)).toContain('person.sessionsEnded');
    expect((await list('tom')).find(({ exceptionId, name }) => exceptionId === id && name === 'exception.coSigned')).toMatchObject({
      canDisown: false,
    });
  });

  it('a machine that proposed has its human told', async () => {
    const desk = { ...(await house.actor('desk')), scopes: ['PROPOSE'] as const, tokenId: 'tok_x' };
    const caseId = await house.caseOf('lachlan');
    const { node } = await room.proposals.propose(
      {
        caseId,
        noPolicyExists: true,
        cause: 'flood',
        whatHappened: 'a',
        whatPolicySays: 'b',
        whatWeDo: 'c',
        whyFair: 'd',
        remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 100, currency: 'AUD' } },
      },
      desk,
    );
    await room.coSign(node.id, 'tom');
    await tellAll(node.id);
    expect(await toldOf('lachlan', node.id)).toEqual(['exception.approved']);
  });
});

describe('in the inbox', () => {
  it('everybody reads their own, and marks their own as read, for good', async () => {
    const [tom, mia] = [await house.actor('tom'), await house.actor('mia')];
    const first = (await list('tom', true))[0]?.id ?? '';
    const before: [number, number] = [await notices.count(tom, { unreadOnly: true }), await notices.count(mia, { unreadOnly: true })];
    await notices.markRead({ noticeIds: [first] }, mia);
    expect([await notices.count(tom, { unreadOnly: true }), await notices.count(mia, { unreadOnly: true })]).toEqual(before);
    expect(await notices.markRead({ noticeIds: [first], idempotencyKey: 'read' }, tom)).toEqual({
      node: before[0] - 1,
      replayed: false,
    });
    expect(await notices.markRead({ noticeIds: [first], idempotencyKey: 'read' }, tom)).toMatchObject({ replayed: true });
    expect((await list('tom', true)).map(({ id }) => id)).not.toContain(first);
  });

  it('everybody finds one of their own by its id, and none of anybody else', async () => {
    const [tom, mia] = [await house.actor('tom'), await house.actor('mia')];
    const { id = '' } = (await list('tom'))[1] ?? {};
    const found = async (actor: typeof tom): Promise<string[]> =>
      (await notices.list(actor, { id }, { take: 100, backwards: false })).rows.map((notice) => notice.id);
    expect([await found(tom), await notices.count(tom, { id })]).toEqual([[id], 1]);
    expect([await found(mia), await notices.count(mia, { id })]).toEqual([[], 0]);
  });
});

describe('by mail', () => {
  const signed = async (by = 'tom'): Promise<string> => {
    const { id } = await room.coSign((await room.propose()).id, by);
    await tellAll(id);
    const [row] = await house.rows<{ id: string }>(`SELECT id FROM notices WHERE exception_id = $1 AND person_id = $2`, [id, `per_${by}`]);
    return row?.id ?? '';
  };
  const state = async (id: string) => (await house.rows(`SELECT mail, mail_tries, mail_problem FROM notices WHERE id = $1`, [id]))[0];

  it('goes out once, under the id of its notice, without a word of the customer', async () => {
    const id = await signed();
    await Promise.all([mails.send(id), mails.send(id), mails.send(id)]);
    await mails.send(id);
    const own = mailsTo('tom').filter((raw) => raw.includes(id));
    expect(own).toHaveLength(1);
    expect(own[0]).toMatch(new RegExp(`^Message-ID: <${id}@countersign.bank.example>`, 'im'));
    expect(own[0]).toMatch(/^Auto-Submitted: auto-generated/im);
    expect(own[0]).toMatch(/^Content-Type: text\/plain/im);
    expect(own[0]).not.toMatch(/flood|Adele|fee/i);
    expect(await state(id)).toEqual({ mail: 'SENT', mail_tries: 1, mail_problem: null });
  });

  it('is tried again when the server says later, and found by the sweep', async () => {
    const id = await signed();
    sink.refusesWith = 451;
    await mails.send(id);
    expect(await state(id)).toEqual({ mail: 'DUE', mail_tries: 1, mail_problem: expect.stringContaining('451') });
    expect((await mails.waiting(1000)).map((mail) => mail.id)).not.toContain(id);
    sink.refusesWith = undefined;
    await house.clock('5 minutes');
    expect(await mails.waiting(1000)).toContainEqual({ id, tries: 1 });
    await mails.send(id);
    expect(await state(id)).toMatchObject({ mail: 'SENT', mail_tries: 2 });
  });

  it('is given up, visibly, when the server says no for good', async () => {
    const id = await signed();
    sink.refusesWith = 550;
    await mails.send(id);
    expect(await state(id)).toMatchObject({ mail: 'FAILED' });
    expect(await house.factsOf(id)).toMatchObject([{ name: 'notice.mailFailed', actor_id: null }]);
    expect((await list('tom'))[0]).toMatchObject({ id, mail: 'FAILED' });
  });

  it('goes to one plain address only: nothing can be put into its headers', async () => {
    const id = await signed('jack');
    await house.admin.query(`UPDATE people SET email = E'jack@bank.example\\r\\nBcc: eve@evil.example' WHERE handle = 'jack'`);
    await mails.send(id);
    expect(await state(id)).toMatchObject({ mail: 'FAILED', mail_problem: 'NO_ADDRESS 553' });
    expect(sink.mails.flatMap(({ to }) => to)).not.toContain('eve@evil.example');
  });

  it('is sent again by another worker, under the same id, when one died between sending and noting', async () => {
    const id = await signed();
    await mails.send(id);
    await house.admin.query(
      `SET session_replication_role = replica; UPDATE notices SET mail = 'DUE' WHERE id = '${id}'; SET session_replication_role = DEFAULT`,
    );
    await mails.send(id);
    expect(mailsTo('tom').filter((raw) => raw.includes(id))).toHaveLength(1);
    await house.clock('5 minutes');
    await mails.send(id);
    expect(mailsTo('tom').filter((raw) => raw.includes(`<${id}@`))).toHaveLength(2);
  });
});
