export { ThanksOffers } from './offers.service.js';
export { type Preferences, PreferencesService } from './preferences.service.js';
export { ThanksModule } from './thanks.module.js';
export { DEED_LENGTH_MAX, THANKED_MOST } from './thanks.rules.js';
export { ThanksService } from './thanks.service.js';
export type { ThanksOffer, ThanksView } from './thanks.types.js';
