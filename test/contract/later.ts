/** Coordinates of the contract that wait for a later step of the product, with what they wait for. A group of names shares one reason. */
interface Later {
  readonly because: string;
  /** `Type`, or `Type.field`, as in the contract. */
  readonly names: readonly string[];
}

/**
 * What the contract promises and the service does not have yet. Everything else in the contract must be there; and whatever is named here
 * and exists by now fails the test, so that this list only ever gets shorter.
 */
export const LATER: readonly Later[] = [
  {
    because: 'Other systems read facts by subscription so far; signed webhooks come with the connections.',
    names: ['Mutation.createWebhookEndpoint', 'CreateWebhookEndpointInput', 'WebhookEndpoint', 'WebhookEndpointPayload'],
  },
];
