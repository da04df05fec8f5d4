/** The names of SCIM 2.0, as its messages carry them. */
export const URN = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  /** Ours: the code of a refusal, beside the standard error. */
  refusal: 'urn:countersign:params:scim:api:messages:1.0:Refusal',
  config: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
} as const;

/** Where everything of SCIM is. */
export const BASE = '/scim/v2';
/** The type of every body. */
export const MEDIA_TYPE = 'application/scim+json';
