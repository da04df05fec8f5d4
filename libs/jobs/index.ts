export { QueueConnection } from './connection.js';
export { jobId, type Job, type Order } from './job.js';
export { JOB_KINDS, type JobKind } from './kinds.js';
export { runQueueMigrations } from './migrate.js';
export { parkedJobs, releaseParked } from './parked.js';
export { queueOptions, QueuesModule } from './queues.module.js';
export { Queues } from './queues.js';
export { type QueueDepth, SeenQueues } from './seen-queues.js';
export { WatchedWorker } from './watched-worker.js';
