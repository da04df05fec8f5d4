import type { Order } from '#jobs';

/**
 * Finds the open work of a feature in the database: what waits there to be done now, or soon, whatever the queue knows of it. The sweep
 * puts it into the queue.
 */
export interface OpenWork {
  /** At most about so many orders, the longest due first. An order may have a wait, when its work is about to fall due. */
  find(most: number): Promise<Order[]>;
}
