import { FLOOD } from './acts.js';
import { type Beginnings, type Ground, inDays, LIMITS, POLICY, policyFor } from './ground.js';
import type { House } from './house.js';
import { houseGrounds } from './house-grounds.js';
import { messageGrounds } from './message-grounds.js';

/**
 * Makes, for any mutation, something new on which it can be done: Priya proposed for her own case and Jack edited the wording, Tom is a peer,
 * Omar reviews (what Renee prepared), Wei is the admin. Each call makes its own ground, so that nobody is in anybody's way.
 */
export class Grounds {
  private static made = 0;

  /** @param from written straight into the tables, which is quick and tells no facts, unless something else is given */
  constructor(
    private readonly house: House,
    private readonly from: Beginnings = house.ground,
  ) {}

  /** Every mutation of the API by its name. */
  readonly of: Readonly<Record<string, () => Promise<Ground>>> = {
    openCase: async () => ({ who: 'priya', input: { need: 'Help.', customer: { name: 'A', contact: 'a@b.example', timeZone: 'UTC' } } }),
    acknowledgeCase: async () => ({ who: 'priya', input: { caseId: await this.newCase() } }),
    solveCase: async () => ({
      who: 'priya',
      input: { ...(await this.openCase()), solution: 'Taken back.', customerToldAt: await this.now() },
    }),
    answerHonestNo: async () => ({
      who: 'priya',
      input: { ...(await this.openCase()), reason: 'It stands.', toldBy: 'Priya.', appealRoute: 'The ombudsman.' },
    }),
    reopenCase: async () => {
      const answered = await this.after('answerHonestNo');
      return { who: 'priya', input: { caseId: answered.caseId, reason: 'She sent a letter.' } };
    },
    recordFollowUp: async () => ({ who: 'priya', input: { followUpId: await this.followUp(), outcome: 'HELPED', channel: 'telephone' } }),
    promiseGetBack: async () => ({ who: 'priya', input: { ...(await this.openCase()), what: 'The refund.', dueAt: inDays(1) } }),
    keepGetBack: async () => ({ who: 'priya', input: { getBackId: await this.getBack(), whatWasSaid: 'It is paid.' } }),
    renegotiateGetBack: async () => ({
      who: 'priya',
      input: { getBackId: await this.getBack(), dueAt: inDays(2), customerToldAt: await this.now() },
    }),
    revealContact: async () => ({ who: 'tom', input: { caseId: await this.from.caseOf('priya') } }),
    markComplaint: async () => ({ who: 'priya', input: { ...(await this.openCase()), customerToldAt: await this.now() } }),
    proposeException: async () => ({ who: 'priya', input: { caseId: await this.from.caseOf('priya'), ...FLOOD } }),
    amendException: () => this.onProposal('priya', { expectedRevision: 2, whyFair: 'It was not her fault.' }),
    openReachBackCase: async () => {
      const cause = await this.house.ground.cause(`refused-${++Grounds.made}`);
      const exceptionId = await this.proposal([], cause);
      const objection = { ...(await this.asRead(exceptionId)), reason: 'No.' };
      for (const who of ['tom', 'renee']) await this.house.person(who).run('objectToException', objection, 'exception { id }');
      const [{ caseId } = { caseId: '' }] = await this.house.ground.rows<{ caseId: string }>(
        'SELECT case_id AS "caseId" FROM policy_exceptions WHERE id = $1',
        [exceptionId],
      );
      return { who: 'priya', input: { policyVersionId: (await this.version('ACTIVE', cause)).id, caseId } };
    },
    inviteHelper: () => this.onProposal('priya', { personId: 'per_lachlan' }),
    coSignException: () => this.onWhatWasRead({ words: 'Yes.' }),
    objectToException: () => this.onWhatWasRead({ reason: 'No.' }),
    passOnException: () => this.onWhatWasRead({}),
    retractFromException: async () => ({ who: 'tom', input: { exceptionId: await this.proposal(['tom']) } }),
    withdrawException: () => this.onProposal('priya', { reason: 'She paid.' }),
    coverException: async () => {
      const cause = await this.house.ground.cause(`covered-${++Grounds.made}`); // a policy that is active already would leave nothing to propose
      const exceptionId = await this.proposal([], cause);
      await this.version('ACTIVE', cause);
      return { who: 'priya', input: { exceptionId } };
    },
    recordCustomerTold: async () => ({ who: 'priya', input: { ...(await this.approved()), toldAt: await this.now() } }),
    fulfilException: async () => ({ who: 'priya', input: { ...(await this.approved()), reference: `PAY-${++Grounds.made}` } }),
    stopException: async () => ({ who: 'wei', input: { ...(await this.approved()), reason: 'Fraud.' } }),
    disownSignature: async () => ({ who: 'tom', input: await this.approved() }),
    settleDispute: async () => ({ who: 'wei', input: { disputeId: await this.dispute(), outcome: 'FORGED', reason: 'Asked.' } }),
    giveThanks: async () => ({ who: 'priya', input: { toIds: ['per_tom'], deed: 'Stayed.', caseId: await this.from.caseOf('priya') } }),
    leaveThanksOffer: async () => ({ who: 'priya', input: { offerId: (await this.approved()).exceptionId } }),
    updateMyPreferences: async () => ({ who: 'priya', input: { namedInThanks: true } }),
    markNoticesRead: async () => ({ who: 'tom', input: { noticeIds: ['ntc_unknown'] } }),
    claimReview: () => this.onReview({}),
    releaseReview: () => this.onReview({}, ['omar', 'claimReview', {}]),
    disposeReview: () => this.onReview({ disposition: 'ONE_OFF', reason: 'Rare.' }, ['omar', 'claimReview', {}]),
    reopenReview: () =>
      this.onReview(
        { newFacts: 'She wrote.' },
        ['renee', 'claimReview', {}],
        ['renee', 'disposeReview', { disposition: 'COACH', reason: 'So.' }],
      ),
    answerBlindLook: async () => {
      const { exceptionId } = await this.approved();
      const [blindLookId, peer] = [`bli_ground${++Grounds.made}`, 'mia'];
      await this.house.ground.admin
        .query(`INSERT INTO blind_draws SELECT id, revision, 'APPROVED', 0, 500, house_now() FROM policy_exceptions WHERE id = '${exceptionId}';
        INSERT INTO blind_looks (id, exception_id, peer_id, peer_human, opened_at, due_at)
          VALUES ('${blindLookId}', '${exceptionId}', 'per_${peer}', 'hum_${peer}', house_now(), house_now() + interval '7 days');
        INSERT INTO facts (subject_id, name, body) VALUES ('${blindLookId}', 'blindLook.opened', '{"personId": "per_${peer}"}')`);
      return { who: peer, input: { blindLookId, answer: 'WOULD_CO_SIGN', reason: 'Fair.' } };
    },
    liftCaution: async () => {
      const cause = await this.house.ground.cause(`never-${++Grounds.made}`); // like proposals of others would need one co-signer more
      const { reviewId } = await this.from.approved({ proposer: 'priya', editor: 'jack', cause });
      await this.house.person('renee').run('claimReview', { reviewId }, 'review { id }');
      await this.house.person('renee').run('disposeReview', { reviewId, disposition: 'NOT_AGAIN', reason: 'Rarely.' }, 'review { id }');
      return { who: 'omar', input: { reviewId, reason: 'The branch is dry.' } };
    },
    ...houseGrounds(() => this.house),
    ...messageGrounds(() => this.from),
    draftPolicy: async () => ({ who: 'omar', input: { ...POLICY, title: `Fees ${++Grounds.made}` } }),
    promoteToPolicy: async () => {
      const { exceptionId } = await this.approved();
      return {
        who: 'omar',
        input: {
          ...policyFor('flood', 'branch-flood'),
          title: `Fees ${++Grounds.made}`,
          exceptionIds: [exceptionId],
          reviewBy: inDays(90),
        },
      };
    },
    proposePolicyVersion: async () => ({ who: 'omar', input: { policyVersionId: (await this.version('DRAFT')).id } }),
    takeBackPolicyVersion: async () => ({ who: 'omar', input: { policyVersionId: (await this.version('PROPOSED')).id } }),
    activatePolicyVersion: async () => ({ who: 'omar', input: { policyVersionId: (await this.version('PROPOSED')).id } }),
    retirePolicy: async () => ({ who: 'omar', input: { policyId: (await this.version('ACTIVE')).policy.id, reason: 'Done.' } }),
    createApiToken: async () => ({ who: 'wei', input: { name: `robot ${++Grounds.made}`, scopes: ['READ'], expiresAt: inDays(7) } }),
    revokeApiToken: async () => {
      const input = { name: `robot ${++Grounds.made}`, scopes: ['READ'], expiresAt: inDays(7) };
      const { token } = await this.house.person('ana').run<{ token: { id: string } }>('createApiToken', input, 'token { id }');
      return { who: 'wei', input: { tokenId: token.id } };
    },
    eraseCustomer: async () => {
      const caseId = await this.from.caseOf('priya');
      const [customer] = await this.house.ground.rows<{ id: string }>('SELECT customer_id AS id FROM cases WHERE id = $1', [caseId]);
      return { who: 'wei', input: { customerId: customer?.id, reason: 'Asked.' } };
    },
    createPerson: async () => ({
      who: 'wei',
      input: { name: 'Kim', handle: `kim-${++Grounds.made}`, email: 'kim@bank.example', subject: `kim-${Grounds.made}` },
    }),
    proposeAccountLink: async () => ({ who: 'wei', input: { ...(await this.twoAccounts()), reason: 'One badge.' } }),
    confirmAccountLink: async () => ({ who: 'wei', input: { linkId: await this.link() } }),
    endAccountLink: async () => ({ who: 'wei', input: { linkId: await this.link(), reason: 'Two badges.' } }),
    rehomeCases: async () => {
      const caseId = await this.from.caseOf('priya');
      return { who: 'wei', input: { fromId: 'per_priya', toId: 'per_tom', caseIds: [caseId], reason: 'She moves.' } };
    },
    offerHandOff: async () => ({ who: 'priya', input: await this.offer(await this.from.caseOf('priya')) }),
    acceptHandOff: async () => ({ who: 'tom', input: { handOffId: await this.offered() } }),
    refuseHandOff: async () => ({ who: 'tom', input: { handOffId: await this.offered(), reason: 'I am no expert.' } }),
    cancelHandOff: async () => ({ who: 'priya', input: { handOffId: await this.offered() } }),
    askColleague: async () => ({
      who: 'priya',
      input: { caseId: await this.from.caseOf('priya'), personId: 'per_tom', question: 'What do you know?' },
    }),
    answerQuestion: async () => ({ who: 'tom', input: { questionId: await this.asked(), answer: 'Little.' } }),
    proposeGuardrails: async () => ({ who: 'wei', input: LIMITS }),
    activateGuardrails: async () => {
      const { guardrails } = await this.house
        .person('ana')
        .run<{ guardrails: { id: string } }>('proposeGuardrails', LIMITS, 'guardrails { id }');
      return { who: 'wei', input: { guardrailsId: guardrails.id } };
    },
    updatePerson: async () => ({ who: 'wei', input: { personId: 'per_lach2', name: `Lachlan ${++Grounds.made}` } }),
  };

  /** An open proposal of Priya's, which Jack edited; Tom may have signed it. */
  proposal(signers: readonly string[] = [], cause = 'flood'): Promise<string> {
    return this.from.proposal({ proposer: 'priya', editor: 'jack', cause, signers });
  }

  /** One that was approved, with its review in the queue. */
  async approved(): Promise<{ exceptionId: string }> {
    const { exceptionId } = await this.from.approved({ proposer: 'priya', editor: 'jack' });
    return { exceptionId };
  }

  /** A policy version of Renee's (and, when it is active, Ana's: a second reviewer) in one of its states. */
  async version(status: 'DRAFT' | 'PROPOSED' | 'ACTIVE', cause = 'covered'): Promise<{ id: string; policy: { id: string } }> {
    type Made = { policyVersion: { id: string; policy: { id: string } } };
    const input = { ...policyFor(cause), title: `Fees ${++Grounds.made}` };
    const { policyVersion } = await this.house.person('renee').run<Made>('draftPolicy', input, 'policyVersion { id policy { id } }');
    const steps = {
      DRAFT: [],
      PROPOSED: [['renee', 'propose']],
      ACTIVE: [
        ['renee', 'propose'],
        ['lach2', 'activate'],
      ],
    }[status];
    for (const [who = '', step = ''] of steps) {
      await this.house.person(who).run(`${step}PolicyVersion`, { policyVersionId: policyVersion.id }, 'policyVersion { id }');
    }
    return policyVersion;
  }

  /** About Tom's signature on an approved exception, as he would make it; he stays signed in. */
  private async dispute(): Promise<string> {
    const input = await this.approved();
    await this.signInAgain();
    const { dispute } = await this.house.person('tom').run<{ dispute: { id: string } }>('disownSignature', input, 'dispute { id }');
    await this.signInAgain();
    return dispute.id;
  }

  /** As if nobody's sessions had been ended: for who holds a token of before. */
  async signInAgain(): Promise<void> {
    await this.house.ground.admin.query('UPDATE people SET sessions_ended_at = NULL; UPDATE api_tokens SET revoked_at = NULL');
  }

  private async twoAccounts(): Promise<{ personId: string; toPersonId: string }> {
    const ids = ['a', 'b'].map((letter) => `per_twin${letter}${++Grounds.made}`);
    await this.house.ground.admin.query(`INSERT INTO people (id, human_id, kind, name, handle, email)
      SELECT id, replace(id, 'per_', 'hum_'), 'PERSON', 'Twin', replace(id, 'per_', ''), 'twin@bank.example' FROM unnest('{${ids.join()}}'::text[]) AS id`);
    return { personId: ids[0] ?? '', toPersonId: ids[1] ?? '' };
  }

  private async link(): Promise<string> {
    const input = { ...(await this.twoAccounts()), reason: 'One badge.' };
    const { link } = await this.house.person('ana').run<{ link: { id: string } }>('proposeAccountLink', input, 'link { id }');
    return link.id;
  }

  private async offer(caseId: string): Promise<Record<string, unknown>> {
    return { caseId, toId: 'per_tom', why: 'He knows cards.', recap: 'Charged twice.', customerToldAt: await this.now() };
  }

  /** A case of Priya's that she offered to Tom. */
  private async offered(): Promise<string> {
    const input = await this.offer(await this.from.caseOf('priya'));
    const { handOff } = await this.house.person('priya').run<{ handOff: { id: string } }>('offerHandOff', input, 'handOff { id }');
    return handOff.id;
  }

  private async asked(): Promise<string> {
    const input = { caseId: await this.from.caseOf('priya'), personId: 'per_tom', question: 'What do you know?' };
    const { question } = await this.house.person('priya').run<{ question: { id: string } }>('askColleague', input, 'question { id }');
    return question.id;
  }

  private async onProposal(who: string, more: object): Promise<Ground> {
    return { who, input: { exceptionId: await this.proposal(), ...more } };
  }

  private async onWhatWasRead(more: object): Promise<Ground> {
    return { who: 'tom', input: { ...(await this.asRead(await this.proposal())), ...more } };
  }

  private async asRead(exceptionId: string): Promise<{ exceptionId: string; digest: string | undefined }> {
    const [read] = await this.house.ground.rows<{ digest: string }>(
      `SELECT encode(digest, 'hex') AS digest FROM revisions WHERE exception_id = $1 ORDER BY number DESC LIMIT 1`,
      [exceptionId],
    );
    return { exceptionId, digest: read?.digest };
  }

  private async onReview(more: object, ...before: [who: string, mutation: string, input: object][]): Promise<Ground> {
    const { reviewId } = await this.from.approved({ proposer: 'priya', editor: 'jack' });
    for (const [who, mutation, input] of before) await this.house.person(who).run(mutation, { reviewId, ...input }, 'review { id }');
    return { who: 'omar', input: { reviewId, ...more } };
  }

  private async openCase(): Promise<{ caseId: string }> {
    return { caseId: await this.from.caseOf('priya') };
  }

  /** A case of Priya's that a machine opened. */
  private async newCase(): Promise<string> {
    const id = `cas_new${++Grounds.made}`;
    await this.house.ground.admin
      .query(`WITH customer AS (INSERT INTO customers (id, name, contact, time_zone) VALUES ('cus_new${Grounds.made}', 'Adele', 'adele@example.org', 'UTC') RETURNING id),
      opened AS (INSERT INTO cases (id, status, customer_id, opened_by) SELECT '${id}', 'NEW', id, 'per_desk' FROM customer RETURNING id, opened_at),
      need AS (INSERT INTO case_texts (case_id, need) SELECT id, 'A fee.' FROM opened),
      told AS (INSERT INTO facts (subject_id, actor_id, name, body) SELECT id, 'per_desk', 'case.opened', '{}' FROM opened)
      INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT id, 'per_priya', 'hum_priya', opened_at FROM opened`);
    return id;
  }

  /** What a mutation was given, after it was done. */
  private async after(mutation: string): Promise<Record<string, unknown>> {
    const { who, input } = (await this.of[mutation]?.()) ?? { who: '', input: {} };
    await this.house.person(who).run(mutation, input, 'userErrors { message }');
    return input;
  }

  private async getBack(): Promise<string> {
    const { caseId } = await this.after('promiseGetBack');
    const [row] = await this.house.ground.rows<{ id: string }>('SELECT id FROM get_backs WHERE case_id = $1', [caseId]);
    return row?.id ?? '';
  }

  private async followUp(): Promise<string> {
    const { caseId } = await this.after('solveCase');
    const [row] = await this.house.ground.rows<{ id: string }>('SELECT id FROM follow_ups WHERE case_id = $1', [caseId]);
    return row?.id ?? '';
  }

  private async now(): Promise<string> {
    const [row] = await this.house.ground.rows<{ now: Date }>('SELECT house_now() AS now');
    return row?.now.toISOString() ?? '';
  }
}
