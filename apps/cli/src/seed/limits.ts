import type { Database } from '#database';
import { GuardrailsChanges, GuardrailsService } from '#people';
import { actor } from './people.js';

const TEAM_DAY_MINOR = 500_000;

/** Sets the limits of the seed house: the bands of a new one, and AUD 5,000.00 a day for each team. Wei proposes them, Ana puts them into force. */
export async function seedLimits(db: Database): Promise<void> {
  const guardrails = new GuardrailsService(db);
  const changes = new GuardrailsChanges(db, guardrails);
  const bands = (await guardrails.active()).bands.map(({ upTo, currency, quorum }) => ({
    upTo: upTo === null || currency === null ? null : { amountMinor: upTo, currency },
    quorum,
  }));
  const caps = [{ scope: 'TEAM_DAY', limit: { amountMinor: TEAM_DAY_MINOR, currency: 'AUD' } }] as const;
  const { node } = await changes.propose({ bands, caps }, actor('wei'));
  await changes.activate({ guardrailsId: node.id }, actor('ana'));
}
