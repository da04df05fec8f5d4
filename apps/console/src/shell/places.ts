import {
  IconActivity,
  IconAlarm,
  IconBell,
  IconBook2,
  IconBriefcase,
  IconChartBar,
  IconEye,
  IconFileText,
  IconHeart,
  IconInbox,
  IconKey,
  IconListCheck,
  IconMessageReport,
  IconPhoneCheck,
  IconRadar2,
  IconScale,
  IconSearch,
  IconStack2,
  IconTags,
  IconTerminal2,
  IconUser,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { KeyActionId } from '../keys/registry';
import type { MessageId } from '../words/messages';
import type { Self } from './session';

/** A page to which one can go from anywhere. */
export interface Place {
  readonly to:
    | '/cases'
    | '/causes'
    | '/complaints'
    | '/follow-ups'
    | '/guardrails'
    | '/inbox'
    | '/insights'
    | '/looks'
    | '/me'
    | '/notices'
    | '/ops'
    | '/patterns'
    | '/people'
    | '/policies'
    | '/precedents'
    | '/promises'
    | '/proposals'
    | '/reviews'
    | '/signals'
    | '/start'
    | '/thanks'
    | '/tokens';
  readonly icon: Icon;
  readonly words: MessageId;
  /** Where it stands in the rail: one's own work, what the house learns, how the house is run, oneself. */
  readonly group: 'work' | 'learn' | 'house' | 'self';
  readonly key?: KeyActionId;
  /** Who finds it in the rail; everybody when left out. What somebody may do is not decided here: the service does that. */
  readonly roles?: readonly Self['roles'][number][];
  /** Not in the rail while nothing waits there. */
  readonly hidesAtZero?: true;
  /** Not in the rail: the bar on top leads there, or the search. */
  readonly isInTop?: true;
  /** Also in the narrow bar at the foot of a telephone; the rest is found by the search. */
  readonly isInBar?: true;
}

const READERS = ['REVIEWER', 'ADMIN', 'AUDITOR'] as const;

const KEEPERS = ['ADMIN', 'AUDITOR'] as const;

/** Every place, in the order of the rail. Rail, keys and palette read this list. */
const PLACES: readonly Place[] = [
  { to: '/inbox', icon: IconInbox, words: 'nav.inbox', group: 'work', key: 'goInbox', isInBar: true },
  { to: '/proposals', icon: IconFileText, words: 'nav.proposals', group: 'work', key: 'goProposals', isInBar: true },
  { to: '/cases', icon: IconBriefcase, words: 'nav.cases', group: 'work', key: 'goCases', isInBar: true },
  { to: '/promises', icon: IconAlarm, words: 'nav.promises', group: 'work', key: 'goPromises', isInBar: true },
  { to: '/follow-ups', icon: IconPhoneCheck, words: 'nav.followUps', group: 'work', key: 'goFollowUps' },
  { to: '/looks', icon: IconEye, words: 'nav.looks', group: 'work', hidesAtZero: true },
  { to: '/complaints', icon: IconMessageReport, words: 'nav.complaints', group: 'learn', roles: READERS },
  { to: '/reviews', icon: IconListCheck, words: 'nav.reviews', group: 'learn', key: 'goReviews', roles: READERS },
  { to: '/patterns', icon: IconStack2, words: 'nav.patterns', group: 'learn', key: 'goPatterns', roles: READERS },
  { to: '/causes', icon: IconTags, words: 'nav.causes', group: 'learn', roles: READERS },
  { to: '/policies', icon: IconBook2, words: 'nav.policies', group: 'learn', key: 'goPolicies' },
  { to: '/thanks', icon: IconHeart, words: 'nav.thanks', group: 'learn', key: 'goThanks' },
  { to: '/insights', icon: IconChartBar, words: 'nav.insights', group: 'learn', key: 'goInsights' },
  { to: '/precedents', icon: IconSearch, words: 'nav.precedents', group: 'learn', key: 'goPrecedents' },
  { to: '/signals', icon: IconRadar2, words: 'nav.signals', group: 'house', roles: READERS },
  { to: '/people', icon: IconUsers, words: 'nav.people', group: 'house', roles: KEEPERS },
  { to: '/guardrails', icon: IconScale, words: 'nav.guardrails', group: 'house', roles: KEEPERS },
  { to: '/tokens', icon: IconKey, words: 'nav.tokens', group: 'house', roles: KEEPERS },
  { to: '/ops', icon: IconActivity, words: 'nav.ops', group: 'house', roles: KEEPERS },
  { to: '/start', icon: IconListCheck, words: 'start.title', group: 'self', isInTop: true },
  { to: '/notices', icon: IconBell, words: 'notices.title', group: 'self', key: 'goNotices', isInTop: true },
  { to: '/me', icon: IconUser, words: 'nav.me', group: 'self', isInBar: true },
];

/** The explorer is a program of its own beside the console. */
export const EXPLORER = { href: '/explorer', icon: IconTerminal2, words: 'nav.explorer', key: 'goExplorer' } as const;

/** The places of somebody with these roles. */
export function placesOf(roles: Self['roles']): readonly Place[] {
  return PLACES.filter((place) => !place.roles || place.roles.some((role) => roles.includes(role)));
}
