import { Module } from '@nestjs/common';
import { ExportsModule } from '#exports';
import { ExportRoute } from './export.route.js';
import { ListPages } from './pages.js';

/** Lists as files. */
@Module({ imports: [ExportsModule], providers: [ExportRoute, ListPages] })
export class ExportsFeature {}
