import { Global, Module } from '@nestjs/common';
import { InvariantsWatch } from '#audit';
import { Checks } from './checks.js';
import { HouseWatch } from './house-watch.js';
import { Readiness } from './readiness.js';
import { Routes } from './routes.js';

/** The plain routes. Global, so that any room can add its readiness checks. Needs `PUBLIC_KEYS` from the room of receipts, and `LOG`. */
@Global()
@Module({ providers: [Checks, HouseWatch, InvariantsWatch, Readiness, Routes], exports: [Readiness] })
export class HttpModule {}
