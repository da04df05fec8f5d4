import { Module } from '@nestjs/common';
import { PrecedentsModule } from '#precedents';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PrecedentsResolver } from './precedents.resolver.js';

/** Precedents at the GraphQL door. */
@Module({ imports: [PrecedentsModule, ExceptionsFeature], providers: [PrecedentsResolver] })
export class PrecedentsFeature {}
