import type { Type } from '@nestjs/common';
import { ExpireHandOff } from './cases/expire-hand-off.timer.js';
import { OpenHandOffs } from './cases/open-hand-offs.js';
import { SettleHandOff } from './cases/settle-hand-off.timer.js';
import { OpenCases } from './cases/open-cases.js';
import { RemindOwner } from './cases/remind-owner.timer.js';
import { CoverException } from './exceptions/cover-exception.timer.js';
import { CoveredExceptions } from './exceptions/covered-exceptions.js';
import { ExpireException } from './exceptions/expire-exception.timer.js';
import { LapseException } from './exceptions/lapse-exception.timer.js';
import { OpenExceptions } from './exceptions/open-exceptions.js';
import type { Handler } from './job-host.js';
import type { OpenWork } from './open-work.js';
import { OpenNotices } from './notices/open-notices.js';
import { SendMail } from './notices/send-mail.timer.js';
import { WatchedGuardrails } from './people/watched-guardrails.js';
import { OverduePolicies } from './policies/overdue-policies.js';
import { RemindPolicy } from './policies/remind-policy.timer.js';
import { CandidatePatterns } from './precedents/candidate-patterns.js';
import { TellCandidate } from './precedents/tell-candidate.timer.js';
import { OpenReviews } from './reviews/open-reviews.js';
import { NameSecondReader } from './reviews/name-second-reader.timer.js';
import { ReleaseClaim } from './reviews/release-claim.timer.js';
import { RemindOverdue } from './reviews/remind-overdue.timer.js';

/** What happens because time passed. Whether it is due is asked of the database, by the service, under the row's lock. */
export const TIMERS: readonly Handler[] = [
  ExpireException,
  LapseException,
  CoverException,
  ReleaseClaim,
  RemindOverdue,
  RemindOwner,
  SendMail,
  ExpireHandOff,
  SettleHandOff,
  NameSecondReader,
  RemindPolicy,
  TellCandidate,
];

/** Where the sweep looks for what is due, and for what the queue lost. */
export const OPEN_WORK_OF_THE_HOUSE: readonly Type<OpenWork>[] = [
  OpenReviews,
  OpenCases,
  OpenExceptions,
  CoveredExceptions,
  OpenNotices,
  WatchedGuardrails,
  OpenHandOffs,
  OverduePolicies,
  CandidatePatterns,
];
