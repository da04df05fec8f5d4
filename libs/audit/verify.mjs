/**
 * Verifies the history of a house of Countersign. Plain JavaScript for Node 20 or newer, without a dependency and without our code: copy this
 * one file beside an export, to a machine without network, and run
 *
 *   node verify.mjs EXPORT [--checkpoints FILE] [--keys FILE] [--complaints]
 *
 * `--checkpoints` is the file to which checkpoints were sent while they were made; `--keys` the public key as you were given it, by somebody
 * whom you believe; `--complaints` lists every complaint with its clocks. It prints a line for each thing that is not as it should be, and ends with 1 when there is any.
 */
/* eslint-disable max-lines, complexity -- An auditor copies one file, and reads each check as one line that stands among its like. */
import { createHash, createHmac, createPublicKey, randomBytes, verify as verifySignature } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createGunzip } from 'node:zlib';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const canonical = (value) => (value === null ? '-' : `${Buffer.byteLength(String(value))}:${value}`);
const fieldsOf = (...values) => values.map(canonical).join('');

/** Version 1 of what is hashed of a fact, of a checkpoint, and of one fact below a checkpoint; and of a key, which makes its name. */
const factText = (f) => `fact 1${f.prevHash}${fieldsOf(f.subjectId, f.seq, f.actorId, f.name, f.at, f.xid, f.body)}`;
const checkpointText = (c) => `checkpoint 1${fieldsOf(c.number, c.at, c.fromXid, c.toXid, c.facts, c.digest, c.prevHash, c.keyId)}`;
const sealedText = (s) => `${fieldsOf(s.subjectId, s.seq)}${s.hash}`;
const keyText = (x) => `{"crv":"Ed25519","kty":"OKP","x":"${x}"}`;

const NOTHING = '00'.repeat(32);
/** No transaction is open for so long, in milliseconds: a fact that says an earlier instant than this before its checkpoint was dated back. */
const LATE_MS = 600_000;
/** A link of accounts waits so long at most, in milliseconds, for approvals that were under way when it was confirmed. */
const SETTLING_MS = 10_000;
/** So many ids are named in a note at most. */
const NAMED_MAX = 20;

/** Where an exception or a review stands after each fact that moves it. */
const STATES = {
  'exception.proposed': 'PROPOSED',
  'exception.approved': 'APPROVED',
  'exception.fulfilled': 'FULFILLED',
  'exception.lapsed': 'LAPSED',
  'exception.covered': 'COVERED',
  'exception.withdrawn': 'WITHDRAWN',
  'exception.declined': 'DECLINED',
  'exception.expired': 'EXPIRED',
  'exception.stopped': 'STOPPED',
  'review.queued': 'QUEUED',
  'review.claimed': 'CLAIMED',
  'review.released': 'QUEUED',
  'review.leaseEnded': 'QUEUED',
  'review.disposed': 'DISPOSED',
  'review.reopened': 'QUEUED',
};
/** How far the instant of a fact and that of the row which it tells may lie apart, in milliseconds: both are of one statement. */
const ONE_STATEMENT_MS = 10_000;
const SIGNED = ['exception.coSigned', 'exception.alsoAgreed'];
const ENDED = ['exception.coSignatureRetracted', 'exception.signatureVoided'];
/** The rights of who acts are read where the act begins; what was under way when they changed may be told so much later at most, in milliseconds. */
const UNDER_WAY_MS = 10_000;
/**
 * What somebody must have been who did this: of a role, a peer (faces customers, and is not away), or a person; and always one whose account was
 * active. DIRECTORY is an admin, or a machine that keeps people as a directory has them.
 */
export const ROLES = {
  ...each('REVIEWER', 'review.claimed', 'review.released', 'review.disposed', 'review.reopened', 'caution.liftProposed', 'caution.lifted'),
  ...each(
    'REVIEWER',
    'policies.imported',
    'policy.drafted',
    'policy.proposed',
    'policy.takenBack',
    'policy.activated',
    'policy.superseded',
  ),
  ...each('REVIEWER', 'policy.retirementProposed', 'policy.retired'),
  ...each('REVIEWER', 'cause.created', 'cause.renamed', 'cause.mergeProposed', 'cause.merged'),
  ...each('ADMIN', 'guardrails.proposed', 'guardrails.activated', 'guardrails.superseded', 'exception.stopProposed', 'exception.stopped'),
  ...each(
    'ADMIN',
    'dispute.settlementProposed',
    'dispute.settled',
    'exception.thawed',
    'customer.erased',
    'case.rehomed',
    'apiToken.created',
  ),
  ...each('ADMIN', 'person.linkProposed', 'person.linked', 'person.linkEndProposed', 'person.linkEnded', 'people.imported'),
  ...each('DIRECTORY', 'person.created', 'person.changed', 'person.leftWithCases', 'team.created', 'team.changed', 'team.ended'),
  ...each('PEER', 'exception.coSigned', 'exception.alsoAgreed', 'exception.approved', 'exception.objected', 'exception.passed'),
  ...each('PEER', 'exception.declined', 'handOff.accepted'),
  ...each('PERSON', 'exception.coSignatureRetracted', 'exception.objectionRetracted', 'dispute.opened', 'exception.frozen'),
  ...each(
    'PERSON',
    'handOff.offered',
    'handOff.helperJoined',
    'handOff.refused',
    'handOff.cancelled',
    'question.asked',
    'question.answered',
  ),
  ...each('PERSON', 'blindLook.answered', 'thanks.given', 'person.preferencesChanged', 'person.sessionsEnded'),
};
const BY_CLOCK = 'the house tells it, of what came with time or with another fact';
const IN_CASES = 'the owner, or a machine with a token for it; what stands of the case says who';
/** What anybody may do whose account is active, with the reason. */
export const ANYBODY = {
  ...each(
    BY_CLOCK,
    'blindLook.opened',
    'case.acknowledgementDue',
    'case.acknowledgementDueSoon',
    'case.closedUnconfirmed',
    'complaint.dueSoon',
    'complaint.fellDue',
  ),
  ...each(BY_CLOCK, 'exception.expired', 'exception.lapsed', 'exception.signatureVoided', 'followUp.fellDue', 'followUp.made'),
  ...each(BY_CLOCK, 'getBack.broken', 'getBack.dueSoon', 'getBack.voided', 'guardrails.satisfiable', 'guardrails.unsatisfiable'),
  ...each(
    BY_CLOCK,
    'handOff.expired',
    'handOff.returned',
    'handOff.stayed',
    'house.invariantsBroken',
    'house.invariantsHeld',
    'job.parked',
  ),
  ...each(
    BY_CLOCK,
    'notice.mailFailed',
    'pattern.candidate',
    'pattern.underServed',
    'policy.overdue',
    'review.leaseEnded',
    'review.overdue',
  ),
  ...each(BY_CLOCK, 'review.queued', 'review.routed', 'review.secondReaderMissing', 'review.secondReaderNamed'),
  ...each(IN_CASES, 'case.acknowledged', 'case.answeredNo', 'case.confirmed', 'case.opened', 'case.reopened', 'case.solved'),
  ...each(IN_CASES, 'complaint.opened', 'followUp.tried', 'getBack.delivered', 'getBack.kept', 'getBack.promised', 'getBack.renegotiated'),
  ...each(IN_CASES, 'exception.proposed', 'exception.amended', 'exception.helperInvited', 'exception.withdrawn', 'exception.covered'),
  ...each(IN_CASES, 'exception.customerTold', 'exception.fulfilled', 'policy.cited', 'policy.reachedBack'),
  ...each('an admin, or who disowns a signature and is safe by that', 'apiToken.revoked'),
  ...each('whoever may read the case, or a machine with a token for it', 'contact.revealed'),
  ...each('the owner, a colleague who looks after customers, or a machine with a token for it', 'message.received'),
  ...each('whoever may read the list', 'export.begun'),
  ...each('whoever began it, who may have left before it ended', 'export.ended'),
};

/** One run: it takes every record in the order of an export, and tells what is not as it should be. It holds one chain at a time, and the people. */
export class Verifier {
  findings = 0;
  remarks = [];
  counts = {
    facts: 0,
    chains: 0,
    exceptions: 0,
    approvals: 0,
    signatures: 0,
    checkpoints: 0,
    notSealed: 0,
    complaints: 0,
    acknowledgedLate: 0,
    answeredLate: 0,
  };
  #unknown = { standings: 0, roles: 0, words: 0 };
  #tell;
  #list;
  #at = 0;
  #trusted;
  #outside;
  #sealedUpTo = 0n;
  #keys = new Map();
  #people = new Map();
  #standings = new Map();
  #links = new Links();
  #foundLater = [];
  #ofPeople = [];
  #chain;
  #checkpoint;
  #before = { number: 0, toXid: '0', hash: NOTHING };
  #secret = randomBytes(32);
  #sums = { stand: 0n, sealed: 0n };
  #sentUpTo = 0;

  /** @param given tell: called for each finding; list: called for each complaint; keys: a JWK set that is believed; outside: what was sent away, as async iterable of lines */
  constructor({ tell, list, keys, outside }) {
    this.#tell = tell;
    this.#list = list;
    this.#trusted = keys && new Map(keys.keys.map(({ kid, x }) => [kid, x]));
    this.#outside = outside && new Outside(outside, this);
  }

  /** The next record. */
  async take(record) {
    switch (record.kind) {
      case 'export':
        this.#sealedUpTo = BigInt(record.sealedUpTo);
        this.#at = record.at;
        this.#outside?.until(record.at);
        break;
      case 'key':
        this.#key(record);
        break;
      case 'person':
        this.#people.set(record.id, record);
        break;
      case 'fact':
        this.#fact(record);
        break;
      case 'exception':
      case 'review':
        this.#row(record);
        break;
      case 'complaint':
        this.#complaint(record);
        break;
      case 'stray':
        this.find('rows', record.where, record.what);
        break;
      case 'place':
        this.#sentUpTo = record.sentUpTo;
        break;
      case 'checkpoint':
        await this.#begin(record);
        break;
      case 'sealed':
        this.#sealed(record);
        break;
      default:
        this.find('file', 'record', `it is of the unknown kind ${record.kind}`);
    }
  }

  /** After the last record: what was found, counted, and could not be known. */
  async end() {
    this.#endChain();
    this.#judgePeople();
    this.#endCheckpoint();
    this.#people.forEach((person) => this.#stands(person));
    if (BigInt(this.#before.toXid) !== this.#sealedUpTo)
      this.find('checkpoint', 'checkpoints', 'they do not end where it is said that they do');
    if (this.#sums.stand !== this.#sums.sealed) this.find('checkpoint', 'facts', 'those of the chains are not those below the checkpoints');
    await this.#outside?.end(this.#sentUpTo);
    if (!this.#trusted)
      this.remarks.push(
        `The keys are those of the records themselves (${[...this.#keys.keys()].join(', ') || 'none'}); with --keys it is you who says which are believed.`,
      );
    if (!this.#outside)
      this.remarks.push(
        'Nothing was compared with checkpoints outside; with --checkpoints a history that was written anew as a whole is found, too.',
      );
    if (this.counts.notSealed)
      this.remarks.push(`${this.counts.notSealed} facts are younger than the last checkpoint: only their chains vouch for them.`);
    if (this.#foundLater.length)
      this.remarks.push(
        `Two who count in ${this.#foundLater.length} approvals, or one who counts and one who proposed or edited, were found later to be one human. They counted as two then: ${this.#foundLater.slice(0, NAMED_MAX).join(', ')}.`,
      );
    if (this.#unknown.standings)
      this.remarks.push(
        `Of ${this.#unknown.standings} signatures no fact says whether their giver was eligible then; the database judged it.`,
      );
    if (this.#unknown.roles)
      this.remarks.push(
        `Of ${this.#unknown.roles} other acts that not everybody may do no fact says what their doer was then; the database or the api judged it.`,
      );
    if (this.#unknown.words)
      this.remarks.push(
        `Of ${this.#unknown.words} revisions the words are erased, or not in an export: their digests are compared with the facts, not made anew.`,
      );
    return { findings: this.findings, counts: this.counts, remarks: this.remarks };
  }

  /** Tells one finding. @param by what found it: chain, checkpoint, outside, rows, people or file */
  find(by, where, what) {
    this.findings++;
    this.#tell({ by, where, what });
  }

  #key({ id, publicKey }) {
    const x = Buffer.from(publicKey, 'hex').toString('base64url');
    if (createHash('sha256').update(keyText(x)).digest('base64url') !== id)
      this.find('checkpoint', `key ${id}`, 'it has another name than its bytes make');
    this.#keys.set(id, x);
  }

  #fact(fact) {
    if (fact.subjectId !== this.#chain?.subjectId) {
      this.#endChain();
      this.#chain = { subjectId: fact.subjectId, facts: [], hasRow: false };
      this.counts.chains++;
    }
    if (!fact.subjectId.startsWith('per_')) this.#judgePeople();
    const before = this.#chain.facts.at(-1);
    const where = `${fact.subjectId}, fact ${fact.seq}`;
    if (fact.seq !== (before?.seq ?? 0) + 1) this.find('chain', where, `it comes after ${before ? `fact ${before.seq}` : 'nothing'}`);
    if (fact.prevHash !== (before?.hash ?? sha256(canonical(fact.subjectId))))
      this.find('chain', where, 'it does not follow from the one before');
    if (sha256(factText(fact)) !== fact.hash) this.find('chain', where, 'it does not have the hash of what it says');
    this.#actor(fact, where);
    this.#chain.facts.push(fact);
    this.counts.facts++;
    if (BigInt(fact.xid) < this.#sealedUpTo) this.#sums.stand += this.#tag(fact);
    else this.counts.notSealed++;
  }

  /** A number that whoever made the records cannot foresee: two lists have one sum only when they are of the same facts. */
  #tag(fact) {
    return BigInt(
      `0x${createHmac('sha256', this.#secret)
        .update(sealedText(fact) + fieldsOf(fact.xid, fact.at))
        .digest('hex')}`,
    );
  }

  #endChain() {
    const { subjectId, facts, hasRow } = this.#chain ?? {};
    if (/^(exc|rev)_/.test(subjectId) && !hasRow) this.find('rows', subjectId, 'facts tell of it, and it is gone');
    if (facts?.some(({ name }) => name === 'complaint.opened') && !hasRow)
      this.find('rows', subjectId, 'facts tell of a complaint, and it is gone');
    if (subjectId?.startsWith('per_')) {
      for (const fact of facts) this.#links.take((id) => this.#people.get(id)?.human ?? id, fact);
      this.#standings.set(
        subjectId,
        facts.flatMap((fact) => {
          const body = JSON.parse(fact.body);
          return typeof body.active === 'boolean' && typeof body.facesCustomers === 'boolean' ? [{ ...body, at: fact.at }] : [];
        }),
      );
    }
    this.#chain = undefined;
  }

  #actor({ actorId, name, at }, where) {
    if (actorId === null) return;
    const person = this.#people.get(actorId);
    if (!person) return this.find('people', where, `nobody is ${actorId}`);
    if (at < person.createdAt) this.find('people', where, `${actorId} was not there yet`);
    const act = [person, name, at, where];
    if (this.#chain.subjectId.startsWith('per_')) this.#ofPeople.push(act);
    else this.#right(...act);
  }

  /** What was done to people is judged when the facts of all of them are known: whoever did it may come after them. */
  #judgePeople() {
    this.#ofPeople.splice(0).forEach((act) => this.#right(...act));
  }

  /** Whether somebody might do this at that instant, as far as facts say. A signature takes effect by who they are at that very moment. */
  #right(person, name, at, where) {
    const signs = SIGNED.includes(name);
    const role = ROLES[name];
    if (person.type !== 'PERSON' && role && role !== 'DIRECTORY')
      return this.find('people', where, `${person.id} is a machine, and ${signs ? 'signed' : 'only people do this'}`);
    const then = this.#then(person.id, at, signs ? 0 : UNDER_WAY_MS);
    if (!then.length) this.#unknown.standings += signs ? 1 : 0;
    if (!then.length) this.#unknown.roles += role && !signs ? 1 : 0;
    else if (name !== 'export.ended' && !then.some((s) => isThat(role, person, s, at)))
      this.find('people', where, `${person.id} ${WAS_NOT[role] ?? 'was not active'} then`);
  }

  /** What facts say of somebody at an instant, and so long before it: what was told last before then, and since. Empty when nothing was told yet. */
  #then(personId, at, beforeMs) {
    const told = this.#standings.get(personId) ?? [];
    return [told.findLast((s) => s.at < at - beforeMs), ...told.filter((s) => s.at >= at - beforeMs && s.at <= at)].filter(Boolean);
  }

  /** What was told of somebody last is what stands there. */
  #stands({ id, active, facesCustomers, roles, awayUntil }) {
    const told = this.#standings.get(id)?.at(-1);
    const text = (s) =>
      JSON.stringify([s.active, s.facesCustomers, [...s.roles].sort(), s.awayUntil ? new Date(s.awayUntil).getTime() : null]);
    if (told && text(told) !== text({ active, facesCustomers, roles, awayUntil }))
      this.find('people', id, 'they are not what was told of them last');
  }

  #row(row) {
    const facts = this.#chain?.subjectId === row.id ? this.#chain.facts.map((fact) => ({ ...fact, body: JSON.parse(fact.body) })) : [];
    if (this.#chain?.subjectId === row.id) this.#chain.hasRow = true;
    const last = facts.findLast(({ name }) => STATES[name]);
    if (STATES[last?.name] !== row.status)
      this.find('rows', row.id, `it is ${row.status}, and its facts say ${STATES[last?.name] ?? 'nothing'}`);
    const approvedAt = facts.find(({ name }) => name === 'exception.approved')?.at ?? 0;
    const wrong = row.kind === 'review' ? reviewFaults(row, last) : exceptionFaults(row, facts, this.#links.at(approvedAt, SETTLING_MS));
    wrong.forEach((what) => this.find('rows', row.id, what));
    if (row.kind === 'review') return;
    if (row.approval && wrong.length === 0 && overlaps(row, this.#links.at(Infinity)).length) this.#foundLater.push(row.id);
    this.counts.exceptions++;
    this.counts.approvals += row.approval ? 1 : 0;
    this.counts.signatures += row.signatures.length;
    this.#unknown.words += row.revisions.filter(({ words }) => !['SAME', 'OTHER'].includes(words)).length;
  }

  /** What stands of a complaint is what was told of it; its clocks are met or missed by that. */
  #complaint(row) {
    const facts = this.#chain?.subjectId === row.id ? this.#chain.facts.map((fact) => ({ ...fact, body: JSON.parse(fact.body) })) : [];
    if (this.#chain?.subjectId === row.id) this.#chain.hasRow = true;
    for (const what of complaintFaults(row, facts)) this.find('rows', row.id, what);
    const { complainedAt, acknowledgeBy, acknowledgedAt, answerBy, finalBy, answeredAt } = row;
    const states = [
      clockOf(acknowledgeBy, acknowledgedAt, this.#at),
      clockOf(answerBy, answeredAt, this.#at),
      clockOf(finalBy, answeredAt, this.#at),
    ];
    this.counts.complaints++;
    this.counts.acknowledgedLate += states[0] === 'MISSED' ? 1 : 0;
    this.counts.answeredLate += states[2] === 'MISSED' ? 1 : 0;
    const [began, first, quick, last] = [complainedAt, acknowledgeBy, answerBy, finalBy].map((ms) => new Date(ms).toISOString());
    this.#list?.(
      `COMPLAINT ${row.id} of ${began} (${row.profile}): acknowledge by ${first} ${states[0]}, without ado by ${quick} ${states[1]}, final answer by ${last} ${states[2]}`,
    );
  }

  async #begin(c) {
    this.#endCheckpoint();
    const [before, where] = [this.#before, `checkpoint ${c.number}`];
    if (c.number !== before.number + 1) this.find('checkpoint', where, `it comes after ${before.number}`);
    if (c.fromXid !== before.toXid || c.prevHash !== before.hash) this.find('checkpoint', where, 'it does not follow from the one before');
    if (sha256(checkpointText(c)) !== c.hash) this.find('checkpoint', where, 'it does not have the hash of what it says');
    const x = this.#keys.get(c.keyId);
    if (this.#trusted && this.#trusted.get(c.keyId) !== x)
      this.find('checkpoint', where, `the key ${c.keyId} is none of those that you believe`);
    if (!x || !isSigned(c, x)) this.find('checkpoint', where, 'it is not signed by the key that it names');
    await this.#outside?.compare(c);
    this.#checkpoint = { ...c, batch: createHash('sha256').update('batch 1'), count: 0, since: before.at };
  }

  #sealed(s) {
    const c = this.#checkpoint;
    if (!c) return this.find('file', s.subjectId, 'it stands below no checkpoint');
    const where = `${s.subjectId}, fact ${s.seq}`;
    if (BigInt(s.xid) < BigInt(c.fromXid) || BigInt(s.xid) >= BigInt(c.toXid))
      this.find('checkpoint', where, `it is not of the transactions of checkpoint ${c.number}`);
    if (s.at > c.at || s.at < (c.since ?? -Infinity) - LATE_MS)
      this.find('checkpoint', where, `it says another time than that of checkpoint ${c.number}`);
    c.batch.update(sealedText(s));
    c.count++;
    this.#sums.sealed += this.#tag(s);
  }

  #endCheckpoint() {
    const c = this.#checkpoint;
    if (!c) return;
    if (c.count !== c.facts || c.batch.digest('hex') !== c.digest)
      this.find(
        'checkpoint',
        `checkpoint ${c.number}`,
        `of its transactions ${c.fromXid} to ${c.toXid} other facts stand there (${c.count}) than were sealed (${c.facts})`,
      );
    this.counts.checkpoints++;
    this.#before = c;
    this.#checkpoint = undefined;
  }
}

/** These facts, each with this word about them. */
function each(word, ...names) {
  return Object.fromEntries(names.map((name) => [name, word]));
}

const WAS_NOT = { REVIEWER: 'was no REVIEWER', ADMIN: 'was no ADMIN', DIRECTORY: 'was no ADMIN', PEER: 'was not eligible' };

/** Whether an account that stood like this was what an act asks for. */
function isThat(role, { type }, { active, facesCustomers, roles, awayUntil }, at) {
  if (!active) return false;
  if (role === 'PEER') return facesCustomers && !(awayUntil && Date.parse(awayUntil) > at);
  if (role === 'DIRECTORY') return type !== 'PERSON' || roles.includes('ADMIN');
  return role === undefined || role === 'PERSON' || roles.includes(role);
}

function isSigned(checkpoint, x) {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verifySignature(null, Buffer.from(checkpointText(checkpoint)), key, Buffer.from(checkpoint.signature, 'hex'));
}

function reviewFaults({ reviewer, disposition }, last) {
  if (last?.name !== 'review.disposed') return [];
  return last.actorId === reviewer && (last.body.disposition ?? disposition) === disposition
    ? []
    : ['it is disposed otherwise than its fact says'];
}

/** How a clock stands at an instant. */
function clockOf(due, met, at) {
  if (met !== null) return met <= due ? 'MET' : 'MISSED';
  return due < at ? 'MISSED' : 'RUNNING';
}

/** Whether what stands of a complaint is what was told of it: its clocks when it began, and then what met them. */
function complaintFaults(row, facts) {
  const opened = facts.filter(({ name }) => name === 'complaint.opened');
  if (opened.length !== 1) return [`it is a complaint, and ${opened.length} facts tell of it`];
  const [{ seq, body }] = opened;
  const same = (one, other, within) => (one === null || other === null ? one === other : Math.abs(one - other) <= within);
  const clocks = ['complainedAt', 'acknowledgeBy', 'answerBy', 'finalBy'].filter((name) => Date.parse(body[name]) !== row[name]);
  const acknowledgedAt = body.acknowledgedAt
    ? Date.parse(body.acknowledgedAt)
    : (facts.find(({ name }) => name === 'case.acknowledged')?.at ?? null);
  const answer = facts.find((fact) => fact.seq > seq && ['case.solved', 'case.answeredNo'].includes(fact.name));
  const answeredAt = answer ? (answer.body.customerToldAt ? Date.parse(answer.body.customerToldAt) : answer.at) : null;
  return [
    ...(body.profile === row.profile ? [] : ['its profile is not the one that was told']),
    ...clocks.map((name) => `its ${name} is not the one that was told`),
    ...(same(row.acknowledgedAt, acknowledgedAt, body.acknowledgedAt ? 0 : ONE_STATEMENT_MS)
      ? []
      : ['it was not acknowledged when it says so']),
    ...(same(row.answeredAt, answeredAt, ONE_STATEMENT_MS) ? [] : ['it was not answered when it says so']),
  ];
}

/** Whether what stands of an exception is what was told of it, and whether its approval has its distinct humans on one digest. */
function exceptionFaults({ proposer, proposerHuman, revisions, signatures, approval }, facts, asOne) {
  const told = (...names) => facts.filter(({ name }) => names.includes(name));
  const same = (rows, facts, what) => (rows.sort().join() === facts.sort().join() ? [] : [`${what} are not those that were told`]);
  const written = told('exception.proposed', 'exception.amended').map(({ body, actorId }) => fieldsOf(body.revision, body.digest, actorId));
  const given = told(...SIGNED).map(({ body, actorId, name }) => fieldsOf(body.revision, body.humanId, actorId, name === SIGNED[1]));
  const humanOf = (signer) => signatures.find((signature) => signature.signer === signer)?.human ?? signer;
  const ended = told(...ENDED).map(({ body }) => fieldsOf(body.revision, body.humanId ?? humanOf(body.signerId)));
  const carried = told('exception.amended').flatMap(({ body }) => body.carried.map((human) => fieldsOf(body.revision, human)));
  const digestOf = (number) => revisions.find((revision) => revision.number === number)?.digest;
  return [
    ...(told('exception.proposed')[0]?.actorId === proposer ? [] : ['it is proposed by somebody else than was told']),
    ...same(
      revisions.map(({ number, digest, author }) => fieldsOf(number, digest, author)),
      written,
      'its revisions',
    ),
    ...same(
      signatures
        .filter(({ carriedFrom }) => carriedFrom === null)
        .map(({ revision, human, signer, alsoAgreed }) => fieldsOf(revision, human, signer, alsoAgreed)),
      given,
      'its signatures',
    ),
    ...same(
      signatures.filter(({ carriedFrom }) => carriedFrom !== null).map(({ revision, human }) => fieldsOf(revision, human)),
      carried,
      'its signatures that were carried over',
    ),
    ...same(
      signatures.filter(({ end }) => end !== null).map(({ revision, human }) => fieldsOf(revision, human)),
      ended,
      'the ends of its signatures',
    ),
    ...revisions
      .filter(({ words }) => words === 'OTHER')
      .map(({ number }) => `the words of revision ${number} are not those that were signed`),
    ...signatures
      .filter(({ revision, digest }) => digest !== digestOf(revision))
      .map(({ human, revision }) => `the signature of ${human} is not on revision ${revision}`),
    ...approvalFaults({ proposerHuman, revisions, signatures, approval }, told('exception.approved'), asOne),
  ];
}

function approvalFaults({ proposerHuman, revisions, signatures, approval }, facts, asOne) {
  if (!approval || facts.length !== 1)
    return approval || facts.length ? [`it has ${approval ? 'an approval' : 'no approval'}, and ${facts.length} facts tell of one`] : [];
  const { revision, digest, quorum, humans } = approval;
  const { body } = facts[0];
  const good = humans.filter((human) =>
    signatures.some((s) => s.human === human && s.revision === revision && s.digest === digest && s.end === null && !s.alsoAgreed),
  );
  return [
    ...(body.revision === revision &&
    body.digest === digest &&
    body.quorum === quorum &&
    [...body.humans].sort().join() === [...humans].sort().join()
      ? []
      : ['its approval is not the one that was told']),
    ...(new Set(good).size === humans.length && humans.length >= quorum
      ? []
      : [`its approval has ${new Set(good).size} good signatures, and counted ${humans.length} of ${quorum}`]),
    ...overlaps({ proposerHuman, revisions, approval }, asOne),
  ];
}

/** Where one human is two in an approval, by what is known of whom each is counted as. */
function overlaps({ proposerHuman, revisions, approval: { humans } }, asOne) {
  const isPart = (human) =>
    asOne(human) === asOne(proposerHuman) || revisions.some(({ authorHuman }) => asOne(authorHuman) === asOne(human));
  const isTwice = (human, index) => humans.findIndex((other) => asOne(other) === asOne(human)) !== index;
  return [
    ...humans.filter(isPart).map((human) => `${human} counts, who proposed or edited it`),
    ...humans.filter(isTwice).map((human) => `${human} counts beside another account of the same human`),
  ];
}

/** Which recorded humans are one, and for how long: what two admins said of their accounts. Links lead from one to the next. */
class Links {
  #spans = new Map();

  take(humanOf, { subjectId, name, body, at }) {
    if (name !== 'person.linked' && name !== 'person.linkEnded') return;
    const { linkId, toPersonId } = JSON.parse(body);
    if (name === 'person.linked') this.#spans.set(linkId, { pair: [humanOf(subjectId), humanOf(toPersonId)], from: at, until: Infinity });
    else if (this.#spans.has(linkId)) this.#spans.get(linkId).until = at;
  }

  /** As whom a human was counted at an instant, by links that had been confirmed for so long; at Infinity, by those that stand. */
  at(instant, settlingMs = 0) {
    const pairs = [...this.#spans.values()]
      .filter(({ from, until }) => from <= instant - settlingMs && (until > instant || until === Infinity))
      .map(({ pair }) => pair);
    return (human) => {
      const same = new Set([human]);
      for (const one of same) for (const pair of pairs) if (pair.includes(one)) pair.forEach((other) => same.add(other));
      return [...same].sort()[0];
    };
  }
}

/** The checkpoints that were sent away, beside those of the records. */
class Outside {
  #lines;
  #verifier;
  #next;
  #last = 0;
  #broken = 0;
  #begun = false;
  #until = Infinity;

  constructor(lines, verifier) {
    this.#lines = lines[Symbol.asyncIterator]();
    this.#verifier = verifier;
  }

  /** What was sent away after this instant, in milliseconds, is no fault of older records. */
  until(at) {
    this.#until = at;
  }

  async compare(checkpoint) {
    const { number } = checkpoint;
    for (this.#next ??= await this.#read(); this.#next && this.#next.number < number; this.#next = await this.#read())
      this.#find(this.#next.number, 'it was sent away, and stands nowhere');
    if (!this.#next || this.#next.number > number) {
      if (this.#begun && this.#next) this.#find(number, 'it is missing outside, between others');
      return;
    }
    this.#begun = true;
    const [here, there] = [checkpoint, this.#next].map((c) => checkpointText(c) + c.hash + c.signature);
    if (here !== there) this.#find(number, 'another one was sent away under this number');
    this.#next = await this.#read();
  }

  async end(sentUpTo) {
    for (this.#next ??= await this.#read(); this.#next; this.#next = await this.#read())
      if (this.#next.at <= this.#until) this.#find(this.#next.number, 'it was sent away, and stands nowhere');
    if (this.#last < sentUpTo) this.#find(sentUpTo, `it was sent away, and what is outside ends with ${this.#last}`);
  }

  /** The next whole line. One that a crash cut short is followed by the same checkpoint, whole; anything else that cannot be read was altered. */
  async #read() {
    for (;;) {
      const { value, done } = await this.#lines.next();
      const checkpoint = done ? undefined : parsed(value);
      if (!done && value.length === 0) continue;
      if (!done && !Number.isInteger(checkpoint?.number)) {
        this.#broken++;
        continue;
      }
      if (this.#broken && checkpoint?.number !== this.#last + 1) this.#find(this.#last + 1, `${this.#broken} lines outside cannot be read`);
      this.#broken = 0;
      if (done) return undefined;
      if (checkpoint.number <= this.#last) continue;
      this.#last = checkpoint.number;
      return checkpoint;
    }
  }

  #find(number, what) {
    this.#verifier.find('outside', `checkpoint ${number}`, what);
  }
}

/** The lines of a file, which may be compressed, as bytes and without what ends them; the last one is not ended when the file is cut. */
export async function* linesOf(path, bytesMost = Infinity) {
  const head = createReadStream(path, { end: 1 });
  let magic = Buffer.alloc(0);
  for await (const chunk of head) magic = Buffer.concat([magic, chunk]);
  const file = createReadStream(path, bytesMost === Infinity ? {} : { end: Math.max(0, bytesMost - 1) });
  const isCompressed = magic[0] === 0x1f && magic[1] === 0x8b;
  let rest = Buffer.alloc(0);
  for await (const chunk of isCompressed ? file.pipe(createGunzip()) : file) {
    let begin = 0;
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, begin)) {
      yield bytes.subarray(begin, end);
      begin = end + 1;
    }
    rest = bytes.subarray(begin);
  }
  if (rest.length) yield rest;
}

function parsed(line) {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The last line of an export, by which any altered byte shows at once; what somebody altered with care, the rest shows. */
export function endLine(records, digest) {
  return JSON.stringify({ kind: 'end', records, sha256: digest });
}

/** Gives the records of an export to a verifier, one by one. */
export async function verifyFile(path, verifier) {
  const hash = createHash('sha256');
  let [records, last] = [0, undefined];
  try {
    for await (const line of linesOf(path)) {
      if (last) {
        const record = parsed(last);
        hash.update(last).update('\n');
        records++;
        if (record?.kind) await verifier.take(record).catch(() => verifier.find('file', `line ${records}`, 'something in it is missing'));
        else verifier.find('file', `line ${records}`, 'it cannot be read');
      }
      last = Buffer.from(line);
    }
  } catch (error) {
    verifier.find('file', path, `it cannot be read to its end (${error.code ?? error.message})`);
  }
  if (last?.toString('utf8') !== endLine(records, hash.digest('hex')))
    verifier.find('file', path, 'it is not as it was written: a byte was altered, or it was cut');
  return verifier.end().catch(() => {
    verifier.find('file', path, 'something in it is missing');
    return verifier;
  });
}

/** In plain words: what was counted and found, line by line. */
export function* told({ findings, counts, remarks }) {
  const { facts, chains, exceptions, approvals, signatures, checkpoints } = counts;
  yield `${facts} facts in ${chains} chains, ${exceptions} exceptions with ${signatures} signatures and ${approvals} approvals, ${checkpoints} checkpoints.`;
  if (counts.complaints)
    yield `${counts.complaints} complaints: ${counts.acknowledgedLate} not acknowledged in time, ${counts.answeredLate} without a final answer in time.`;
  for (const remark of remarks) yield `Note: ${remark}`;
  yield findings === 0 ? 'The history holds: nothing was found.' : `The history does not hold: ${findings} findings.`;
}

/** One finding as a line. */
export const findingLine = ({ by, where, what }) => `FOUND (${by}) ${where}: ${what}`;

/* eslint-disable no-console -- On the machine of an auditor this is the whole program. */
async function main([path, ...words]) {
  const options = words.filter((word) => word !== '--complaints');
  const given = Object.fromEntries(options.flatMap((name, i) => (i % 2 ? [] : [[name, options[i + 1]]])));
  const { '--checkpoints': outside, '--keys': keys, ...others } = given;
  if (!path || Object.keys(others).length > 0) {
    console.error('Usage: node verify.mjs EXPORT [--checkpoints FILE] [--keys FILE] [--complaints]');
    return 64;
  }
  const verifier = new Verifier({
    tell: (finding) => console.log(findingLine(finding)),
    ...(words.length > options.length ? { list: (line) => console.log(line) } : {}),
    ...(keys ? { keys: JSON.parse(readFileSync(keys, 'utf8')) } : {}),
    ...(outside ? { outside: linesOf(outside) } : {}),
  });
  const result = await verifyFile(path, verifier);
  for (const line of told(result)) console.log(line);
  return result.findings === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main(process.argv.slice(2));
