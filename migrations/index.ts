import { ClockAndPeople1763700000001 } from './0001-clock-and-people.js';
import { Facts1763700000002 } from './0002-facts.js';
import { CustomersAndCases1763700000003 } from './0003-customers-and-cases.js';
import { PoliciesAndGuardrails1763700000004 } from './0004-policies-and-guardrails.js';
import { Exceptions1763700000005 } from './0005-exceptions.js';
import { Revisions1763700000006 } from './0006-revisions.js';
import { Votes1763700000007 } from './0007-votes.js';
import { ApprovalsAndReviews1763700000008 } from './0008-approvals-and-reviews.js';
import { LeastRights1763700000009 } from './0009-least-rights.js';
import { Jobs1763700000010 } from './0010-jobs.js';
import { WordsAreOnlyErased1763700000011 } from './0011-words-are-only-erased.js';
import { GuardrailsByTwoAdmins1763700000013 } from './0013-guardrails-by-two-admins.js';
import { CapsAndSums1763700000014 } from './0014-caps-and-sums.js';
import { LinkedAccounts1763700000015 } from './0015-linked-accounts.js';
import { NoticesAndDisputes1763700000016 } from './0016-notices-and-disputes.js';
import { Checkpoints1763700000017 } from './0017-checkpoints.js';
import { ErasingACustomer1763700000018 } from './0018-erasing-a-customer.js';
import { Shares1763700000019 } from './0019-shares.js';
import { StartsThatFailed1763700000021 } from './0021-starts-that-failed.js';
import { ManyNewPeople1763700000022 } from './0022-many-new-people.js';
import { LinkedHumansAreCountedOnce1763700000023 } from './0023-linked-humans-are-counted-once.js';
import { SumsByKey1763700000024 } from './0024-sums-by-key.js';
import { PeopleFromADirectory1763700000025 } from './0025-people-from-a-directory.js';
import { TheLifeOfACase1763700000030 } from './0030-the-life-of-a-case.js';
import { GetBacks1763700000031 } from './0031-get-backs.js';
import { WarmHandOffs1763700000032 } from './0032-warm-hand-offs.js';
import { Thanks1763700000033 } from './0033-thanks.js';
import { Precedents1763700000040 } from './0040-precedents.js';
import { PoliciesAreLookedAtAgain1763700000042 } from './0042-policies-are-looked-at-again.js';
import { ReachBacks1763700000043 } from './0043-reach-backs.js';
import { TheReviewDesk1763700000044 } from './0044-the-review-desk.js';
import { CitationsOfBothKinds1763700000045 } from './0045-citations-of-both-kinds.js';
import { Complaints1763700000046 } from './0046-complaints.js';
import { Causes1763700000048 } from './0048-causes.js';
import { APolicyBook1763700000050 } from './0050-a-policy-book.js';
import { LookingIsNoTouch1763700000051 } from './0051-looking-is-no-touch.js';
import { PatternsAreTallied1763700000056 } from './0056-patterns-are-tallied.js';
import { Finding1763700000057 } from './0057-finding.js';
import { CoSignersToAsk1763700000058 } from './0058-co-signers-to-ask.js';
import { ReasonsOfRehomingAreErased1763700000059 } from './0059-reasons-of-rehoming-are-erased.js';
import { TheErasedDoNotComeBack1763700000060 } from './0060-the-erased-do-not-come-back.js';
import { CustomersSaySomething1763700000062 } from './0062-customers-say-something.js';
import { PromisesByTheirTime1763700000063 } from './0063-promises-by-their-time.js';
import { HandOffsAreBetweenHumans1763700000065 } from './0065-hand-offs-are-between-humans.js';
import { CalledBeforeTheDayIsOver1763700000066 } from './0066-called-before-the-day-is-over.js';
import { ObjectionsTakenBack1763700000068 } from './0068-objections-taken-back.js';
import { UnderServedCustomers1763700000069 } from './0069-under-served-customers.js';
import { TitlesWithSlips1763700000070 } from './0070-titles-with-slips.js';

/** Every migration, oldest first. Never edited once released; see CONTRIBUTING for how to add one. */
export const MIGRATIONS = [
  ClockAndPeople1763700000001,
  Facts1763700000002,
  CustomersAndCases1763700000003,
  PoliciesAndGuardrails1763700000004,
  Exceptions1763700000005,
  Revisions1763700000006,
  Votes1763700000007,
  ApprovalsAndReviews1763700000008,
  LeastRights1763700000009,
  Jobs1763700000010,
  WordsAreOnlyErased1763700000011,
  GuardrailsByTwoAdmins1763700000013,
  CapsAndSums1763700000014,
  LinkedAccounts1763700000015,
  NoticesAndDisputes1763700000016,
  Checkpoints1763700000017,
  ErasingACustomer1763700000018,
  Shares1763700000019,
  StartsThatFailed1763700000021,
  ManyNewPeople1763700000022,
  LinkedHumansAreCountedOnce1763700000023,
  SumsByKey1763700000024,
  PeopleFromADirectory1763700000025,
  TheLifeOfACase1763700000030,
  GetBacks1763700000031,
  WarmHandOffs1763700000032,
  Thanks1763700000033,
  Precedents1763700000040,
  PoliciesAreLookedAtAgain1763700000042,
  ReachBacks1763700000043,
  TheReviewDesk1763700000044,
  CitationsOfBothKinds1763700000045,
  Complaints1763700000046,
  Causes1763700000048,
  APolicyBook1763700000050,
  LookingIsNoTouch1763700000051,
  PatternsAreTallied1763700000056,
  Finding1763700000057,
  CoSignersToAsk1763700000058,
  ReasonsOfRehomingAreErased1763700000059,
  TheErasedDoNotComeBack1763700000060,
  CustomersSaySomething1763700000062,
  PromisesByTheirTime1763700000063,
  HandOffsAreBetweenHumans1763700000065,
  CalledBeforeTheDayIsOver1763700000066,
  ObjectionsTakenBack1763700000068,
  UnderServedCustomers1763700000069,
  TitlesWithSlips1763700000070,
];
