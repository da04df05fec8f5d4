import {
  type ValueType,
  addresses,
  algorithms,
  currency,
  filePath,
  flag,
  folder,
  hostName,
  line,
  mailAddress,
  oneOf,
  portNumber,
  postgresUrl,
  redisUrl,
  smtpUrl,
  timeZone,
  trustedUrl,
  webUrl,
  wholeNumber,
  workingHours,
} from './value-types.js';

/** One variable of the environment. Each can also be given as NAME_FILE, the path of a file that holds the value; the direct one wins. */
export interface Variable {
  readonly name: string;
  readonly type: ValueType<unknown>;
  /** The unit of a number, for the documentation. */
  readonly unit?: string;
  /** What holds when nothing is given; ${OTHER} stands for the value of a variable further up. Without one, nothing is assumed. */
  readonly default?: string;
  /** Secrets are masked wherever a fault is told. */
  readonly secret?: true;
  /** One line: what it is for, and why the default is what it is. */
  readonly why: string;
}

/**
 * Every setting of every process, under the name by which the code knows it. The environment is read here and nowhere else.
 * Bands, caps and roles are not here: they are versioned data, which one admin proposes and another activates.
 */
// Kept in rows: broken into one line per cell, the table would be seven times as long.
// prettier-ignore
export const VARIABLES = {
  nodeEnv: { name: 'NODE_ENV', type: oneOf(['production', 'development', 'test']), default: 'production', why: 'What is forgotten is safe: details of failures are shown in development only.' },
  logLevel: { name: 'LOG_LEVEL', type: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), default: 'info', why: 'Lines below this level are not written.' },
  port: { name: 'PORT', type: portNumber, default: '3000', why: 'Where the api listens. The demo signs people in at this port + 10000.' },
  host: { name: 'HOST', type: hostName, default: '127.0.0.1', why: 'Only this machine by default; 0.0.0.0 in a container.' },
  publicUrl: { name: 'PUBLIC_URL', type: webUrl, default: 'http://localhost:${PORT}', why: 'The address by which people reach the service; receipts and links name it.' },
  trustedProxies: { name: 'TRUSTED_PROXIES', type: addresses, why: 'Proxies in front of the api: only from these is X-Forwarded-For believed. Without it, whoever connects is the address that limits count.' },
  shutdownGraceMs: { name: 'SHUTDOWN_GRACE_MS', type: wholeNumber(0, 300_000), unit: 'milliseconds', default: '10000', why: 'How long requests and jobs under way may take to end when a process is stopped.' },

  dataDir: { name: 'COUNTERSIGN_DATA', type: folder, default: './countersign-data', why: 'Holds the embedded database, generated secrets and logs; two folders are two separate houses.' },
  openBrowser: { name: 'COUNTERSIGN_OPEN_BROWSER', type: flag, default: 'true', why: 'The demo opens the browser, where there is one.' },

  token: { name: 'COUNTERSIGN_TOKEN', type: line, secret: true, why: 'For `countersign policies`, which asks the api at PUBLIC_URL: what the holder of this token may do, the command may do. No service reads it.' },
  databaseUrl: { name: 'DATABASE_URL', type: postgresUrl, secret: true, why: 'The database. The commands of `countersign` take an admin here; without one they start an embedded Postgres.' },
  databasePoolMax: { name: 'DATABASE_POOL_MAX', type: wholeNumber(2, 200), unit: 'connections', default: '10', why: 'Connections of one process; 4, 10 and 20 were equally fast, so the middle one.' },
  databaseConnectMs: { name: 'DATABASE_CONNECT_MS', type: wholeNumber(100, 60_000), unit: 'milliseconds', default: '3000', why: 'How long to wait for a connection before the request is refused instead of hanging: with the next one, less than 10 s in all.' },
  databaseQueryMs: { name: 'DATABASE_QUERY_MS', type: wholeNumber(100, 600_000), unit: 'milliseconds', default: '6000', why: 'How long to wait for one answer: above the 5 s after which Postgres itself ends a statement, so that only a dead line is cut here.' },
  apiRolePassword: { name: 'API_ROLE_PASSWORD', type: line, secret: true, why: 'Password that `migrate` gives to the login countersign_api; generated into COUNTERSIGN_DATA when absent.' },
  workerRolePassword: { name: 'WORKER_ROLE_PASSWORD', type: line, secret: true, why: 'The same for countersign_worker.' },
  sealRolePassword: { name: 'SEAL_ROLE_PASSWORD', type: line, secret: true, why: 'The same for countersign_seal.' },
  redisUrl: { name: 'REDIS_URL', type: redisUrl, secret: true, why: 'When given, jobs travel through this Redis or Valkey, and shares are counted there; otherwise in Postgres.' },

  smtpUrl: { name: 'SMTP_URL', type: smtpUrl, secret: true, why: 'The mail server by which notices go out; without one people find them in their inbox here only.' },
  mailFrom: { name: 'MAIL_FROM', type: mailAddress, why: 'Who notices come from; needed with SMTP_URL.' },

  oidcIssuer: { name: 'OIDC_ISSUER', type: trustedUrl, why: 'The sign-in provider whose tokens are believed, exactly as its tokens write it.' },
  oidcAudience: { name: 'OIDC_AUDIENCE', type: line, why: 'What a token must be made for: a token for another service is refused.' },
  oidcJwksUrl: { name: 'OIDC_JWKS_URL', type: trustedUrl, why: 'Where the public keys of the provider are; never taken from a token.' },
  oidcAlgorithms: { name: 'OIDC_ALGORITHMS', type: algorithms, default: 'RS256,ES256,EdDSA', why: 'How tokens may be signed; asymmetric ones only, never chosen by the token.' },
  oidcSubject: { name: 'OIDC_SUBJECT', type: oneOf(['sub', 'oid']), default: 'sub', why: 'Which claim names a person: `oid` for Entra, whose `sub` is of one application and not in its directory. Each is for ever; an address is not, and cannot be chosen.' },
  oidcClientId: { name: 'OIDC_CLIENT_ID', type: line, why: 'The name of this service at the provider, for signing people in by browser; without one, only tokens from elsewhere are taken.' },
  oidcClientSecret: { name: 'OIDC_CLIENT_SECRET', type: line, secret: true, why: 'With what this service proves its name to the provider.' },
  scimSubject: { name: 'SCIM_SUBJECT', type: oneOf(['externalId', 'userName', 'none']), default: 'externalId', why: 'Which name of a new person in the directory (SCIM) is their subject at the sign-in provider; `none` where the directory does not know it.' },
  tokenLifeMinutesMax: { name: 'TOKEN_LIFE_MINUTES_MAX', type: wholeNumber(1, 60), unit: 'minutes', default: '60', why: 'A sign-in token that lives longer is refused: a stolen one should be of little use.' },
  tokenToleranceSeconds: { name: 'TOKEN_TOLERANCE_SECONDS', type: wholeNumber(0, 60), unit: 'seconds', default: '5', why: 'How far the clocks of provider and service may differ.' },
  receiptKeysDir: { name: 'RECEIPT_KEYS_DIR', type: folder, default: '${COUNTERSIGN_DATA}/receipt-keys', why: 'Holds the private keys that sign receipts, in files that only the service may read.' },

  houseCurrency: { name: 'HOUSE_CURRENCY', type: currency, default: 'AUD', why: 'The currency of bands and caps.' },
  houseTimeZone: { name: 'HOUSE_TIME_ZONE', type: timeZone, default: 'Australia/Sydney', why: 'Working hours and days are counted here, daylight saving included.' },
  workingHours: { name: 'WORKING_HOURS', type: workingHours, default: 'Mon-Fri 09:00-17:00', why: 'A proposal does not expire while nobody is there to read it.' },
  proposalWorkingHours: { name: 'PROPOSAL_WORKING_HOURS', type: wholeNumber(1, 200), unit: 'working hours', default: '4', why: 'How long a proposal waits for its co-signer: the customer has an answer within half a day.' },
  useByDays: { name: 'USE_BY_DAYS', type: wholeNumber(1, 366), unit: 'days', default: '30', why: 'An approved remedy of which the customer was not told lapses after this.' },
  objectionsToDecline: { name: 'OBJECTIONS_TO_DECLINE', type: wholeNumber(1, 10), unit: 'objections', default: '2', why: 'One objection asks for one more signature; the second one is a no.' },
  sameCauseDays: { name: 'SAME_CAUSE_DAYS', type: wholeNumber(0, 366), unit: 'days', default: '14', why: 'Exceptions for one customer and one cause are summed over this time, so that no band is passed by splitting.' },
  acknowledgeHours: { name: 'ACKNOWLEDGE_HOURS', type: wholeNumber(1, 720), unit: 'hours', default: '24', why: 'How long the owner of a case that a machine opened may take to say that they have it. They are reminded when a sixth of it is left, and when it is over.' },
  complaintProfile: { name: 'COMPLAINT_PROFILE', type: oneOf(['HOUSE', 'AUSTRALIA', 'AUSTRALIA_SUPER', 'UNITED_KINGDOM', 'UNITED_KINGDOM_PAYMENTS', 'EUROPEAN_UNION_PAYMENTS', 'NEW_ZEALAND']), default: 'HOUSE', why: 'By which clocks complaints are acknowledged and answered; HOUSE is 24 hours, 5 days and 30 days. A complaint keeps the profile with which it began. Sources: decision 41.' },
  followUpDays: { name: 'FOLLOW_UP_DAYS', type: wholeNumber(1, 366), unit: 'days', default: '7', why: 'When a customer is asked whether a solution helped: a week shows most of what would go wrong again.' },
  followUpRemedyDays: { name: 'FOLLOW_UP_REMEDY_DAYS', type: wholeNumber(1, 366), unit: 'days', default: '14', why: 'The same where a remedy was given out of policy: it has to arrive first.' },
  followUpInternalDays: { name: 'FOLLOW_UP_INTERNAL_DAYS', type: wholeNumber(1, 366), unit: 'days', default: '3', why: 'The same for colleagues inside the company, who are near.' },
  followUpDaysMax: { name: 'FOLLOW_UP_DAYS_MAX', type: wholeNumber(1, 366), unit: 'days', default: '90', why: 'The owner of a case may choose another day, but not one on which nobody remembers.' },
  getBackDaysMax: { name: 'GET_BACK_DAYS_MAX', type: wholeNumber(1, 366), unit: 'days', default: '90', why: 'How far ahead a customer may be promised to hear from us: later is no promise to somebody who waits.' },
  getBackRemindMinutes: { name: 'GET_BACK_REMIND_MINUTES', type: wholeNumber(1, 1440), unit: 'minutes', default: '15', why: 'How long before a promise is due its owner is reminded; of a shorter one, half-way. Enough for a call.' },
  searchLanguage: { name: 'SEARCH_LANGUAGE', type: oneOf(['simple', 'danish', 'dutch', 'english', 'finnish', 'french', 'german', 'hungarian', 'italian', 'norwegian', 'portuguese', 'russian', 'spanish', 'swedish', 'turkish']), default: 'english', why: 'The language in which people write here: policies are found by the stems of its words, and precedents also by the words as they are written. Another one is set by `countersign migrate`.' },
  patternCount: { name: 'PATTERN_COUNT', type: wholeNumber(2, 1_000), unit: 'exceptions', default: '5', why: 'So many exceptions with one cause and one kind of remedy, within PATTERN_DAYS, are a candidate for a policy.' },
  patternDays: { name: 'PATTERN_DAYS', type: wholeNumber(1, 366), unit: 'days', default: '90', why: 'What happened longer ago makes no candidate any more; a quarter, since policies are looked at so often.' },
  claimLeaseMinutes: { name: 'CLAIM_LEASE_MINUTES', type: wholeNumber(1, 480), unit: 'minutes', default: '20', why: 'A review that a reviewer took and left goes back to the queue.' },
  reviewDueDays: { name: 'REVIEW_DUE_DAYS', type: wholeNumber(1, 90), unit: 'days', default: '7', why: 'Later is a clock that reminds, never a decision.' },
  handOffMinutes: { name: 'HAND_OFF_MINUTES', type: wholeNumber(1, 1440), unit: 'minutes', default: '30', why: 'An offered case waits so long for its answer, and no longer: the customer was told that somebody takes it on.' },
  firstTouchMinutes: { name: 'FIRST_TOUCH_MINUTES', type: wholeNumber(1, 10_080), unit: 'minutes', default: '60', why: 'Whoever accepted a case does something for it within this time, or it goes back to who had offered it: an hour, so that nothing is forgotten overnight.' },
  reviewReminderDays: { name: 'REVIEW_REMINDER_DAYS', type: wholeNumber(1, 90), unit: 'days', default: '3', why: 'After its due time a review is called to mind at once, and once more after this.' },
  reviewSecondReaderDays: { name: 'REVIEW_SECOND_READER_DAYS', type: wholeNumber(1, 90), unit: 'days', default: '7', why: 'After its due time: then a second reader is named and told. Nothing is decided by that.' },
  blindShare: { name: 'BLIND_SHARE', type: wholeNumber(0, 100), unit: 'percent', default: '5', why: 'Of decided proposals, drawn by chance, one more peer says what they would have done without knowing the answer; 0: of none. Written when the house is migrated.' },
  blindDays: { name: 'BLIND_DAYS', type: wholeNumber(1, 90), unit: 'days', default: '7', why: 'So long such a peer has for their answer, and knows nothing of the proposal meanwhile.' },
  idempotencyHours: { name: 'IDEMPOTENCY_HOURS', type: wholeNumber(24, 8760), unit: 'hours', default: '72', why: 'How long a repeated request gets its first answer; a weekend and a day.' },

  sealMs: { name: 'SEAL_MS', type: wholeNumber(100, 60_000), unit: 'milliseconds', default: '10000', why: 'How often the sealer signs what happened; what is older and was sent away cannot be altered unnoticed.' },
  sealKeyDir: { name: 'SEAL_KEY_DIR', type: folder, default: '${COUNTERSIGN_DATA}/seal-key', why: 'Holds the key that signs checkpoints; only the sealer may read it, and nobody who can write to the database should.' },
  sealFile: { name: 'SEAL_FILE', type: filePath, default: '${COUNTERSIGN_DATA}/sealed/checkpoints.jsonl', why: 'Where checkpoints are appended outside the database; put it on another volume, or a machine of somebody else.' },
  sealWebhookUrl: { name: 'SEAL_WEBHOOK_URL', type: webUrl, why: 'When given, each checkpoint is posted there as well.' },
  sealLateSeconds: { name: 'SEAL_LATE_SECONDS', type: wholeNumber(1, 3600), unit: 'seconds', default: '60', why: 'Facts that wait longer for a checkpoint, or a place that takes none for so long, turn the readiness of the sealer red.' },
  sealerHealthPort: { name: 'SEALER_HEALTH_PORT', type: portNumber, default: '9466', why: 'Where the sealer answers /healthz and /readyz.' },
  personCostMax: { name: 'PERSON_COST_PER_MINUTE', type: wholeNumber(1_000, 1_000_000_000), unit: 'objects', default: '60000', why: 'What one person may ask for by all their tokens and windows: sixty of the largest questions.' },
  tokenCostMax: { name: 'TOKEN_COST_PER_MINUTE', type: wholeNumber(1_000, 1_000_000_000), unit: 'objects', default: '30000', why: 'The same for one API token, so that one of a machine\'s jobs leaves something for the others.' },
  proposalsMax: { name: 'PROPOSALS_PER_HOUR', type: wholeNumber(1, 1_000_000_000), unit: 'proposals', default: '60', why: 'Of one human, by all their accounts and machines: one a minute is more than anybody can mean.' },
  signaturesMax: { name: 'SIGNATURES_PER_HOUR', type: wholeNumber(1, 1_000_000_000), unit: 'signatures', default: '120', why: 'Co-signatures, objections and passes of one human: half a minute for each is no reading any more.' },
  refusalsMax: { name: 'REFUSALS_PER_MINUTE', type: wholeNumber(10, 1_000_000_000), unit: 'refused requests', default: '600', why: 'Of one address, sign-ins included: an office behind one address signs in at nine, and nobody guesses tokens.' },

  requestsMax: { name: 'REQUESTS_MAX', type: wholeNumber(4, 100_000), unit: 'requests', default: '200', why: 'Under way in one process at the same time, a fourth of them by one caller; more are told at once to come again. Twenty for each connection to the database.' },
  requestWaitMs: { name: 'REQUEST_WAIT_MS', type: wholeNumber(10, 60_000), unit: 'milliseconds', default: '700', why: 'Whoever waited so long to be looked at, behind costly documents, is told to come again: within a second in all.' },
  requestMsMax: { name: 'REQUEST_MS_MAX', type: wholeNumber(1_000, 600_000), unit: 'milliseconds', default: '9000', why: 'Whoever was not answered by then is told to come again: each question to the database gives up before, but one request may ask several, and none hangs for more than 10 s.' },

  invariantsMs: { name: 'INVARIANTS_MS', type: wholeNumber(0, 86_400_000), unit: 'milliseconds', default: '3600000', why: 'How often an api looks whether everything that must always be true of the data still is; 0: never. One at a time, over a connection of its own.' },

  workerHealthPort: { name: 'WORKER_HEALTH_PORT', type: portNumber, default: '9465', why: 'Where the worker answers /healthz and /readyz.' },
  workerConcurrency: { name: 'WORKER_CONCURRENCY', type: wholeNumber(1, 100), unit: 'jobs', default: '8', why: 'Jobs of one queue that a worker runs at the same time.' },
  relayPollMs: { name: 'RELAY_POLL_MS', type: wholeNumber(50, 60_000), unit: 'milliseconds', default: '1000', why: 'Covers a wake-up that was lost.' },
  relayBatch: { name: 'RELAY_BATCH', type: wholeNumber(1, 1000), unit: 'outbox rows', default: '200', why: 'Outbox rows that are taken at once.' },
  sweepMs: { name: 'SWEEP_MS', type: wholeNumber(100, 3_600_000), unit: 'milliseconds', default: '15000', why: 'Open work that the queue lost is put back this often.' },
  canaryMs: { name: 'CANARY_MS', type: wholeNumber(100, 600_000), unit: 'milliseconds', default: '10000', why: 'A job that only proves that jobs run; three missed ones end the worker, which is then started again.' },
  jobStartsMax: { name: 'JOB_STARTS_MAX', type: wholeNumber(1, 100), unit: 'starts', default: '5', why: 'A job that was started so often and never ended is parked, visibly.' },
  jobMsMax: { name: 'JOB_MS_MAX', type: wholeNumber(1_000, 3_600_000), unit: 'milliseconds', default: '60000', why: 'A job that takes longer has failed, and leaves its place to others; Postgres ends each of its statements after 5 s.' },
  outboxAgeSecondsMax: { name: 'OUTBOX_AGE_SECONDS_MAX', type: wholeNumber(1, 3600), unit: 'seconds', default: '60', why: 'Older outbox rows mean that the relay stands still: readiness goes red.' },
} as const satisfies Record<string, Variable>;
