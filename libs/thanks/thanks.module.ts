import { Module } from '@nestjs/common';
import { ThanksOffers } from './offers.service.js';
import { PreferencesService } from './preferences.service.js';
import { ThanksService } from './thanks.service.js';

/** Thanks in public: a deed and those who did it. */
@Module({ providers: [PreferencesService, ThanksOffers, ThanksService], exports: [PreferencesService, ThanksOffers, ThanksService] })
export class ThanksModule {}
