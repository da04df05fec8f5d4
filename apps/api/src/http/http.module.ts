import { Global, Module } from '@nestjs/common';
import { Checks } from './checks.js';
import { Readiness } from './readiness.js';
import { Routes } from './routes.js';

/** The plain routes. Global, so that any room can add its readiness checks. Needs `PUBLIC_KEYS` from the room of receipts, and `LOG`. */
@Global()
@Module({ providers: [Checks, Readiness, Routes], exports: [Readiness] })
export class HttpModule {}
