import type { Beginnings, Ground } from './ground.js';

/** On what it is recorded what customers say: by a colleague who does not own the case. */
export function messageGrounds(from: () => Beginnings): Readonly<Record<string, () => Promise<Ground>>> {
  return {
    recordCustomerMessage: async () => ({ who: 'tom', input: { caseId: await from().caseOf('priya'), channel: 'email', text: 'Thanks!' } }),
  };
}
