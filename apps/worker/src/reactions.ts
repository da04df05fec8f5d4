import { FindCovered } from './exceptions/find-covered.reaction.js';
import type { Handler } from './job-host.js';
import { TellPeople } from './notices/tell-people.reaction.js';
import { WatchGuardrails } from './people/watch-guardrails.reaction.js';
import { RouteReview } from './reviews/route-review.reaction.js';

/** What happens because something happened: each class says which facts it reacts to. */
export const REACTIONS: readonly Handler[] = [RouteReview, FindCovered, TellPeople, WatchGuardrails];
