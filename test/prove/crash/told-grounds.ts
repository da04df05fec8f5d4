import { act, codes, floodOf, openCase, readAndCoSign } from '../../support/acts.js';
import type { Beginnings } from '../../support/ground.js';
import type { House } from '../../support/house.js';
import type { StoryOfAnException } from '../../support/small-house.js';

/** Amounts of Australian cents that need one and two signatures. */
const [ONE, TWO] = [20_240, 120_000];

/** Cases and exceptions that were made by their people, through the api: with every fact that tells of them. */
export function toldBy(house: House): Beginnings {
  const propose = async ({ proposer, editor, cause }: StoryOfAnException, amountMinor: number): Promise<string> => {
    const person = house.person(proposer);
    const input = { caseId: await openCase(person), ...floodOf(amountMinor, cause) };
    const { exception, userErrors } = await act(person, 'proposeException', input);
    if (!exception) throw new Error(`Nothing was proposed: ${codes(userErrors).join()}`);
    if (editor) {
      await act(person, 'inviteHelper', { exceptionId: exception.id, personId: `per_${editor}` });
      await act(house.person(editor), 'amendException', {
        exceptionId: exception.id,
        expectedRevision: 1,
        whyFair: 'We would want it too.',
      });
    }
    return exception.id;
  };
  return {
    caseOf: (owner) => openCase(house.person(owner)),
    proposal: async (story) => {
      const signers = story.signers ?? [];
      const id = await propose(story, signers.length > 0 ? TWO : ONE);
      for (const signer of signers) await readAndCoSign(house.person(signer), id);
      return id;
    },
    approved: async (story) => {
      const exceptionId = await propose(story, ONE);
      await readAndCoSign(house.person('tom'), exceptionId);
      const [review] = await house.ground.rows<{ id: string }>('SELECT id FROM reviews WHERE exception_id = $1', [exceptionId]);
      if (!review) throw new Error(`${exceptionId} was not approved.`);
      return { exceptionId, reviewId: review.id };
    },
  };
}
