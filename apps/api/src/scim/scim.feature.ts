import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { Groups } from './groups.js';
import { ScimDoor } from './scim.door.js';
import { ScimRoutes } from './scim.routes.js';
import { Users } from './users.js';

/** The door for a directory that keeps people in step: SCIM 2.0, beside GraphQL. */
@Module({ imports: [PeopleModule], providers: [Groups, ScimDoor, ScimRoutes, Users] })
export class ScimFeature {}
