import type { House } from '../../support/house.js';
import type { MailSink } from '../../support/mail-sink.js';
import type { Proof } from '../proof.js';

/** What is done once for each thing, by the fact that tells it. */
const ONCE = [
  ...['review.routed', 'review.leaseEnded', 'review.overdue', 'review.secondReaderNamed'],
  ...['exception.expired', 'exception.lapsed', 'exception.covered', 'policy.overdue', 'pattern.candidate'],
  ...[
    'getBack.dueSoon',
    'getBack.broken',
    'complaint.dueSoon',
    'complaint.fellDue',
    'followUp.fellDue',
    'case.acknowledgementDue',
    'case.acknowledgementDueSoon',
  ],
  ...['handOff.expired', 'handOff.returned'],
];

/** What a fact is about, where its subject has more than one of it. */
const THING = `coalesce(body ->> 'getBackId', body ->> 'followUpId', body ->> 'handOffId', body ->> 'policyVersionId', body ->> 'clock', '')`;

/** What is due by the clock of the house and was not done, by its name; each in words of its own, not in those of the services. */
const OPEN = {
  'facts in the outbox': `SELECT count(*) FROM outbox`,
  jobs: `SELECT count(*) FROM bullmq.job WHERE queue NOT LIKE 'canary-%'`,
  'reviews to be routed': `SELECT count(*) FROM reviews WHERE status = 'QUEUED' AND routed_at IS NULL`,
  'claims that ended': `SELECT count(*) FROM reviews WHERE status = 'CLAIMED' AND claimed_until <= house_now()`,
  'overdue reviews': `SELECT count(*) FROM reviews WHERE status = 'QUEUED' AND due_at <= house_now() AND reminded_at IS NULL`,
  'second readers': `SELECT count(*) FROM reviews WHERE status = 'QUEUED' AND due_at + interval '7 days' <= house_now() AND second_reader_at IS NULL`,
  'proposals to be covered': `SELECT count(*) FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
    WHERE e.status = 'PROPOSED' AND r.cause LIKE 'covered-%'`,
  'proposals to be expired': `SELECT count(*) FROM policy_exceptions WHERE status = 'PROPOSED' AND expires_at <= house_now()`,
  'remedies to be lapsed': `SELECT count(*) FROM policy_exceptions WHERE status = 'APPROVED' AND use_by <= house_now() AND customer_told_at IS NULL`,
  'offers to be expired': `SELECT count(*) FROM hand_offs WHERE status = 'OFFERED' AND expires_at <= house_now()`,
  'first touches': `SELECT count(*) FROM hand_offs WHERE status = 'ACCEPTED' AND settled_at IS NULL AND first_touch_due_at <= house_now()`,
  'cases to be taken on': `SELECT count(*) FROM cases c WHERE c.status = 'NEW' AND c.acknowledge_by <= house_now()
    AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE (r.thing_id, r.kind) = (c.id, 'ACKNOWLEDGE')) AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.case_id = c.id)`,
  'cases to be taken on soon': `SELECT count(*) FROM cases c WHERE c.status = 'NEW' AND c.acknowledge_by > house_now()
    AND c.acknowledge_by - (c.acknowledge_by - c.opened_at) / 6 <= house_now()
    AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE (r.thing_id, r.kind) = (c.id, 'ACKNOWLEDGE_SOON')) AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.case_id = c.id)`,
  'follow-ups': `SELECT count(*) FROM follow_ups f WHERE f.outcome IS NULL AND f.due_at <= house_now()
    AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE r.thing_id = f.id)`,
  'get-backs that are due soon': `SELECT count(*) FROM get_backs g WHERE g.status = 'MADE' AND house_now() BETWEEN g.remind_at AND g.due_at
    AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE r.thing_id = g.id)`,
  'get-backs that are broken': `SELECT count(*) FROM get_backs WHERE status = 'MADE' AND due_at < house_now()`,
  'clocks of complaints': `SELECT count(*) FROM complaints k JOIN complaint_profiles p ON p.name = k.profile
    CROSS JOIN LATERAL (SELECT CASE p.clock WHEN 'ACKNOWLEDGE' THEN k.acknowledge_by WHEN 'ANSWER' THEN k.answer_by ELSE k.final_by END AS due) AS d
    WHERE (p.clock <> 'ACKNOWLEDGE' OR k.acknowledged_at IS NULL) AND house_now() >= d.due - make_interval(hours => p.remind_hours)
      AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE r.thing_id = k.case_id
        AND r.kind = 'COMPLAINT_' || p.clock || CASE WHEN house_now() > d.due THEN '_DUE' ELSE '_SOON' END)`,
  'policies to be looked at': `SELECT count(*) FROM policy_versions WHERE status = 'ACTIVE' AND review_by <= house_now() AND review_reminded_at IS NULL`,
  patterns: `SELECT count(*) FROM causes c WHERE c.key LIKE 'again-%' AND NOT EXISTS (SELECT 1 FROM pattern_candidates t WHERE t.cause = c.key)`,
  'guardrails to be watched': `SELECT count(*) FROM guardrails g WHERE g.active
    AND (g.unsatisfiable_since IS NULL) = (people_who_could_sign() <= (SELECT max(b.quorum) FROM bands b WHERE b.guardrails_id = g.id))`,
  'reminders of which nobody was told': `SELECT count(*) FROM case_reminders r
    WHERE NOT EXISTS (SELECT 1 FROM notices n WHERE (n.subject_id, n.mark) = (r.case_id, r.fact_seq))`,
  mails: `SELECT count(*) FROM notices WHERE mail = 'DUE' AND mail_next_at <= house_now()`,
};

/** What is left undone, and how much of it: none, when everything was done that is due by the clock of the house. */
export async function openWork(house: House): Promise<string[]> {
  const parts = Object.entries(OPEN).map(([name, query]) => `SELECT '${name}' AS name, (${query})::int AS left`);
  const rows = await house.ground.rows<{ name: string; left: number }>(parts.join(' UNION ALL '));
  return rows.filter(({ left }) => left > 0).map(({ name, left }) => `${left} ${name}`);
}

/** Nothing was done twice, nothing was given up, and whoever was to be told was told. */
export async function onceEach(proof: Proof, house: House, sink: MailSink): Promise<void> {
  const rows = await house.ground.rows<{ name: string; twice: number }>(
    `SELECT name, count(*) FILTER (WHERE times > 1)::int AS twice
       FROM (SELECT name, count(*) AS times FROM facts WHERE name = ANY ($1) GROUP BY name, subject_id, ${THING}) AS told GROUP BY name`,
    [ONCE],
  );
  for (const name of ONCE) {
    const told = rows.find((row) => row.name === name);
    proof.check(told !== undefined, `${name} was never told.`);
    proof.check(!told?.twice, `${name} was told more than once of ${told?.twice} things.`);
  }
  const [{ parked, again } = { parked: -1, again: -1 }] = await house.ground.rows<{ parked: number; again: number }>(
    `SELECT (SELECT count(*)::int FROM job_starts WHERE parked_at IS NOT NULL) AS parked,
        (SELECT count(*)::int FROM (SELECT name = lag(name) OVER (PARTITION BY subject_id ORDER BY seq) AS same FROM facts
          WHERE name IN ('guardrails.satisfiable', 'guardrails.unsatisfiable')) AS told WHERE same) AS again`,
  );
  proof.check(parked === 0, `${parked} jobs were parked.`);
  proof.check(again === 0, `It was told ${again} times that the guardrails are as they were told to be before.`);
  await mailed(proof, house, sink);
}

/** Each notice went out, under its id; again only when it was tried again, since nobody knew any more whether it had. */
async function mailed(proof: Proof, house: House, sink: MailSink): Promise<void> {
  const came = new Map<string, number>();
  for (const { raw } of sink.mails) {
    const id = /^Message-ID: <(ntc_[^@]+)@/im.exec(raw)?.[1] ?? 'unknown';
    came.set(id, (came.get(id) ?? 0) + 1);
  }
  const notices = await house.ground.rows<{ id: string; mail: string; tries: number }>('SELECT id, mail, mail_tries AS tries FROM notices');
  const wrong = notices.filter(({ id, mail, tries }) => mail !== 'SENT' || !came.has(id) || (came.get(id) ?? 0) > tries);
  proof.check(
    notices.length > 0 && wrong.length === 0,
    `${wrong.length} of ${notices.length} mails went wrong, such as ${JSON.stringify(wrong[0])}.`,
  );
  proof.check(came.size === notices.length, `${came.size} mails came, of ${notices.length} notices.`);
  proof.say(`${notices.length} notices went out by mail, ${sink.mails.length - came.size} of them once more.`);
}
