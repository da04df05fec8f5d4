import { Module } from '@nestjs/common';
import { ExportsModule } from '#exports';
import { AuditRoute } from './audit.route.js';
import { ExportRoute } from './export.route.js';
import { ListPages } from './pages.js';
import { ExportPlaces } from './places.js';

/** Lists as files, and the whole history as one. */
@Module({ imports: [ExportsModule], providers: [ExportRoute, AuditRoute, ListPages, ExportPlaces] })
export class ExportsFeature {}
