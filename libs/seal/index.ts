export { Batch, checkpointHash, checkpointText } from './checkpoint.rules.js';
export { FilePlace } from './file-place.js';
export { SealKey } from './seal-key.js';
export { Sealing } from './sealing.js';
export { type PlaceState, Sending } from './sending.js';
export { WebhookPlace } from './webhook-place.js';
