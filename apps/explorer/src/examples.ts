/** One tab, ready to run. */
export interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables?: string;
}

const json = (value: object) => JSON.stringify(value, null, 2);

/** The rule from end to end, one tab a step. Ids that only you can know are marked by "…": copy them from the answer of the step before. */
export const EXAMPLES: readonly Example[] = [
  {
    title: 'whoAmI',
    query: `# Who am I, and what may I do?
# Sign in at the top right, or put a token into "Headers":
#   { "authorization": "Bearer …" }
query whoAmI {
  me { id name roles facesCustomers team { name } }
}
`,
  },
  {
    title: 'mayI',
    query: `# Does a policy already allow this?
# Then no signature is needed.
query mayI($input: MayIInput!) {
  mayI(input: $input) {
    allowed
    because
    policyVersion { id number text policy { ref title } }
  }
}
`,
    variables: json({ input: { cause: 'disaster', kind: 'FEE_WAIVER', amount: { amountMinor: 18000, currency: 'AUD' } } }),
  },
  {
    title: 'openCase',
    query: `# A customer's problem. From here on you own it,
# until it is solved or answered with an honest no.
mutation openCase($input: OpenCaseInput!) {
  openCase(input: $input) {
    case { id ref status owner { name } }
    userErrors { code message path }
  }
}
`,
    variables: json({
      input: {
        customer: { name: 'Adele Novak', timeZone: 'Australia/Sydney' },
        need: 'A late fee and interest were charged while the branch was under water.',
        idempotencyKey: 'explorer-open-1',
      },
    }),
  },
  {
    title: 'propose',
    query: `# A remedy out of policy. One more colleague who faces
# customers must read and co-sign it.
mutation propose($input: ProposeExceptionInput!) {
  proposeException(input: $input) {
    exception {
      id ref status quorum expiresAt
      revision { number digest }
      eligibleCoSigners { count }
    }
    userErrors { code message path whoCould { name } }
  }
}
`,
    variables: json({
      input: {
        caseId: 'cas_…',
        noPolicyExists: true,
        cause: 'disaster',
        whatHappened: 'The branch was flooded, so the payment could not be made in time.',
        whatPolicySays: 'Late fees and interest are charged from the first day.',
        whatWeDo: 'We waive the late fee and the interest.',
        whyFair: 'The customer came to pay, and we were closed.',
        remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 20240, currency: 'AUD' } },
        idempotencyKey: 'explorer-propose-1',
      },
    }),
  },
  {
    title: 'inbox',
    query: `# What waits for your signature. Read the whole text:
# you sign its digest, and nothing else.
query inbox {
  inbox(first: 20) {
    nodes {
      id ref status expiresAt openActions
      proposer { name }
      revision {
        digest whatHappened whatPolicySays whatWeDo whyFair
        remedy { kind amount { formatted } deed }
      }
    }
  }
}
`,
  },
  {
    title: 'coSign',
    query: `# Your signature under the text with this digest.
# The one that completes the quorum approves, at once.
mutation coSign($input: CoSignExceptionInput!) {
  coSignException(input: $input) {
    exception {
      id ref status approvedAt receipt
      coSignatures { signer { name } state words }
      review { id status }
    }
    userErrors { code message path whoCould { name } }
  }
}
`,
    variables: json({
      input: { exceptionId: 'exc_…', digest: '…', words: 'I would want this myself.', idempotencyKey: 'explorer-sign-1' },
    }),
  },
  {
    title: 'reviews',
    query: `# For reviewers: what was approved and waits to be
# learned from. Nothing here takes a remedy back.
query reviews {
  reviews(filter: { status: [QUEUED, CLAIMED] }, first: 20) {
    nodes {
      id status dueAt overdue
      exception { id ref revision { cause whatWeDo whyFair } proposer { name } }
    }
  }
}
`,
  },
  {
    title: 'promote',
    query: `# For reviewers: makes a draft of policy from approved
# exceptions. Another reviewer activates it.
mutation promote($input: PromoteToPolicyInput!) {
  promoteToPolicy(input: $input) {
    policyVersion { id number status text policy { ref title } precedents { ref } }
    userErrors { code message path }
  }
}
`,
    variables: json({
      input: {
        exceptionIds: ['exc_…'],
        title: 'Fees after a disaster',
        text: 'Late fees and interest are waived while a disaster keeps customers from paying.',
        conditions: { kinds: ['FEE_WAIVER'], causes: ['disaster'], amountUpTo: { amountMinor: 25000, currency: 'AUD' } },
        reviewBy: '2027-06-30T00:00:00.000Z',
        idempotencyKey: 'explorer-promote-1',
      },
    }),
  },
];
