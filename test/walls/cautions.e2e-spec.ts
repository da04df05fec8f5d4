import { ReviewsReads, ReviewsService } from '#reviews';
import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { amend, type Attacks, besieged } from './siege.js';

const TWO = 'cautions.cautions_end_by_two';
const NUMBER = 'revisions.revision_is_the_next';
const READERS = 'reviews.second_readers_took_no_part';

/** What reviews of Mia's exceptions asked of like proposals: one that stands, one that Renee asks to lift, one that ended. Tom and Mia may review by now. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  const reads = new ReviewsReads(house.api);
  const reviews = new ReviewsService(house.api, reads, room.settings);
  const renee = await house.actor('renee');
  const reviewed = async (cause: string): Promise<string> => {
    const { id } = await room.propose({ cause }, 'mia');
    await room.coSign(id, 'tom');
    const [review] = await reads.byExceptionIds([id]);
    const reviewId = review?.id ?? '';
    await reviews.claim({ reviewId }, renee);
    return (await reviews.dispose({ reviewId, disposition: 'NOT_AGAIN', reason: 'Rarely.' }, renee)).node.id;
  };
  const other = await room.propose({ cause: 'calm' });
  const [open] = [await room.propose({ cause: 'stands' })];
  const [stands, asked, ended] = [await reviewed('stands'), await reviewed('asked'), await reviewed('ended')];
  await reviews.reopen({ reviewId: ended, newFacts: 'New.' }, await house.actor('omar'));
  await house.admin.query(`UPDATE people SET roles = '{REVIEWER}' WHERE handle IN ('mia', 'tom', 'sam');
    INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_siege', '${asked}', 'Dry.'); ${ask(asked, 'renee')}`);
  await house.link('sam', 'renee');
  return { stands, asked, ended, open: open.id, other: other.id };
}
type World = Awaited<ReturnType<typeof build>>;

function ask(id: string, who: string): string {
  return `UPDATE cautions SET lift_proposed_by = 'per_${who}', lift_proposed_human = 'hum_${who}', lift_reason_id = 'rmk_siege' WHERE review_id = '${id}'`;
}
const lift = (id: string, who: string): string =>
  `UPDATE cautions SET lifted_by = 'per_${who}', lifted_human = 'hum_${who}' WHERE review_id = '${id}'`;
const caution = (reviewId: string): string =>
  `INSERT INTO cautions (review_id, turn, cause, kind, reason_id, since) VALUES ('${reviewId}', 99, 'calm', 'REFUND', 'rmk_siege', house_now())`;

// prettier-ignore
const CAUTIONS: Attacks<World> = [
  ['is lifted by one reviewer', { sql: (w) => lift(w.asked, 'renee'), says: '23514 lifted_by_another', wall: 'cautions.lifted_by_another' }],
  ["is lifted by the other account of who asked", { sql: (w) => lift(w.asked, 'sam'), says: 'TP171', wall: 'cautions.linked_humans_do_not_lift' }],
  ['is lifted by an agent', { sql: (w) => lift(w.asked, 'ivy'), says: 'TP107', wall: TWO, behind: '23514 ended_means_lifted_or_reopened' }],
  ['is lifted by who proposed it', { sql: (w) => lift(w.asked, 'mia'), says: 'TP120', wall: TWO, behind: '23514 ended_means_lifted_or_reopened' }],
  ['is asked to be lifted by who co-signed it', { sql: (w) => ask(w.stands, 'tom'), says: 'TP120', wall: TWO }],
  ['is lifted before anybody asked', { sql: (w) => lift(w.stands, 'omar'), says: '23514 lifted_means_asked_before', wall: 'cautions.lifted_means_asked_before' }],
  ['is asked to be lifted by another than who asked', { sql: (w) => ask(w.asked, 'omar'), says: 'TP900', wall: TWO }],
  ['is lifted after it ended', { sql: (w) => ask(w.ended, 'omar'), says: 'TP900', wall: TWO }],
  ['ends by itself', { sql: (w) => `UPDATE cautions SET ended_how = 'LIFTED' WHERE review_id = '${w.stands}'`, says: '23514 ended_means_lifted_or_reopened', api: '42501', wall: 'cautions.ended_means_lifted_or_reopened' }],
  ['is of another cause by now', { sql: (w) => `UPDATE cautions SET cause = 'calm' WHERE review_id = '${w.stands}'`, says: 'TP900', api: '42501', wall: TWO }],
  ['is deleted', { sql: (w) => `DELETE FROM cautions WHERE review_id = '${w.stands}'`, says: 'TP900', api: '42501', wall: 'cautions.cautions_are_kept' }],
  ['is said twice of one review', { sql: (w) => caution(w.stands), says: '23505 one_caution_of_a_review', api: '42501', wall: 'cautions.one_caution_of_a_review' }],
];
besieged<World>('what a review asks of like proposals', build, CAUTIONS);

// prettier-ignore
besieged<World>('promise 1: the quorum of a like proposal', build, [
  ['is not what its band asks for alone, in its next revision', { sql: (w) => amend(w.open, 'priya', { why_fair: 'Still.' }), says: 'TP132', wall: NUMBER, behind: 'another' }],
  ['is not so when it becomes a like one', { sql: (w) => amend(w.other, 'priya', { cause: 'stands' }), says: 'TP132', wall: NUMBER, behind: 'another' }],
]);

const named = (id: string, who: string, human = who): string =>
  `UPDATE reviews SET turn = turn + 1, second_reader_id = 'per_${who}', second_reader_human = 'hum_${human}', second_reader_at = house_now() WHERE id = '${id}'`;

// prettier-ignore
besieged<World>('promise 5: a second reader', build, [
  ['is no agent', { sql: (w) => named(w.ended, 'jack'), says: 'TP107', api: '42501', wall: READERS }],
  ['did not propose it', { sql: (w) => named(w.ended, 'mia'), says: 'TP120', api: '42501', wall: READERS }],
  ['did not co-sign it', { sql: (w) => named(w.ended, 'tom'), says: 'TP120', api: '42501', wall: READERS }],
  ['is one human', { sql: (w) => named(w.ended, 'omar', 'renee'), says: '23503 a_second_reader_is_one_human', api: '42501', wall: 'reviews.a_second_reader_is_one_human' }],
  ['changes nothing of the matter', { sql: (w) => `UPDATE reviews SET turn = turn + 1, cause = 'calm', risk = 0 WHERE id = '${w.ended}'`, says: 'TP900', api: '42501', wall: 'reviews.a_review_knows_its_matter' }],
]);
