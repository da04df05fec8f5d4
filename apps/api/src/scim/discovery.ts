import { LIMITS } from '../graphql/limits.js';
import { BASE, URN } from './scim.words.js';

/** What a client may count on. */
export function serviceProviderConfig(url: string): object {
  return {
    schemas: [URN.config],
    documentationUri: 'https://www.rfc-editor.org/rfc/rfc7644',
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: LIMITS.page },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'API token',
        description: 'An API token of a machine with the scope SCIM, as Authorization: Bearer.',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${url}${BASE}/ServiceProviderConfig` },
  };
}

/** What a client may look up by its id. */
export interface Definition {
  readonly id: string;
  readonly [attribute: string]: unknown;
}

/** The two kinds of resources. */
export function resourceTypes(url: string): Definition[] {
  return (
    [
      ['User', 'Users', URN.user, 'Somebody who works here.'],
      ['Group', 'Groups', URN.group, 'A team. It gives no rights.'],
    ] as const
  ).map(([id, path, schema, description]) => ({
    schemas: [URN.resourceType],
    id,
    name: id,
    endpoint: `/${path}`,
    description,
    schema,
    meta: { resourceType: 'ResourceType', location: `${url}${BASE}/ResourceTypes/${id}` },
  }));
}

/** What users and groups are made of here: only what is kept. */
export function schemas(url: string): Definition[] {
  const location = (id: string): object => ({ resourceType: 'Schema', location: `${url}${BASE}/Schemas/${id}` });
  return [
    {
      schemas: [URN.schema],
      id: URN.user,
      name: 'User',
      description: 'Somebody who works here.',
      attributes: USER,
      meta: location(URN.user),
    },
    { schemas: [URN.schema], id: URN.group, name: 'Group', description: 'A team.', attributes: GROUP, meta: location(URN.group) },
  ];
}

interface Attribute {
  readonly name: string;
  readonly description: string;
  readonly type?: string;
  readonly multiValued?: boolean;
  readonly required?: boolean;
  readonly caseExact?: boolean;
  readonly mutability?: string;
  readonly uniqueness?: string;
  readonly subAttributes?: readonly object[];
}

/** An attribute with all that its definition has to say. */
const attribute = ({ name, description, ...more }: Attribute): object => ({
  name,
  description,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
});

const EXTERNAL_ID = attribute({
  name: 'externalId',
  description: 'The id in the directory, which never goes to another.',
  caseExact: true,
  uniqueness: 'server',
});

const USER = [
  attribute({ name: 'userName', description: 'The name in the directory.', required: true, uniqueness: 'server' }),
  EXTERNAL_ID,
  attribute({ name: 'displayName', description: 'The name by which colleagues know them.' }),
  attribute({
    name: 'name',
    description: 'The same name. Its parts are not kept.',
    type: 'complex',
    subAttributes: [attribute({ name: 'formatted', description: 'The whole name.' })],
  }),
  attribute({
    name: 'emails',
    description: 'Where mail reaches them: one address is kept, the primary one or that for work.',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      attribute({ name: 'value', description: 'The address.', uniqueness: 'server' }),
      attribute({ name: 'type', description: 'Always work.', mutability: 'readOnly' }),
      attribute({ name: 'primary', description: 'Always true.', type: 'boolean', mutability: 'readOnly' }),
    ],
  }),
  attribute({ name: 'active', description: 'False: they have left, and can do nothing.', type: 'boolean' }),
  attribute({
    name: 'groups',
    description: 'Their team. Changed by the group.',
    type: 'complex',
    multiValued: true,
    mutability: 'readOnly',
    subAttributes: [attribute({ name: 'value', description: 'The id of the group.', mutability: 'readOnly' })],
  }),
];

const GROUP = [
  attribute({ name: 'displayName', description: 'The name of the team.', required: true, caseExact: true, uniqueness: 'server' }),
  EXTERNAL_ID,
  attribute({
    name: 'members',
    description: 'Who is in it. A person is in one team: the last group that names them.',
    type: 'complex',
    multiValued: true,
    subAttributes: [attribute({ name: 'value', description: 'The id of a user.', mutability: 'immutable' })],
  }),
];
