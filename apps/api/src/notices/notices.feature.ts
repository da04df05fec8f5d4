import { Module } from '@nestjs/common';
import { NoticesModule } from '#notices';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { NoticesResolver } from './notices.resolver.js';

/** Notices at the GraphQL door. */
@Module({ imports: [NoticesModule, ExceptionsFeature], providers: [NoticesResolver] })
export class NoticesFeature {}
