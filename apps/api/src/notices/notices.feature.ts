import { Module } from '@nestjs/common';
import { NoticesModule } from '#notices';
import { CasesFeature } from '../cases/cases.feature.js';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { NoticesResolver } from './notices.resolver.js';

/** Notices at the GraphQL door. */
@Module({ imports: [NoticesModule, CasesFeature, ExceptionsFeature], providers: [NoticesResolver] })
export class NoticesFeature {}
